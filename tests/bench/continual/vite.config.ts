import { defineConfig } from 'vite';
import { securityHeaders } from '../../../src/seal/headers.ts';

// Models of streams in a worker, sealed as the app is.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  build: {
    outDir: new URL('../../../.cache/bench-continual', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2023',
  },
  worker: { format: 'es' },
  preview: { host: '127.0.0.1', port: 4191, strictPort: true, headers: securityHeaders() },
});
