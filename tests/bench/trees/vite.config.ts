import { defineConfig } from 'vite';
import { kernels } from '../../../src/compute/wasm/vite-plugin.ts';
import { securityHeaders } from '../../../src/seal/headers.ts';

// Boosted trees in a worker, sealed as the app is.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  build: {
    outDir: new URL('../../../.cache/bench-trees', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2023',
  },
  plugins: [kernels()],
  worker: { format: 'es', plugins: () => [kernels()] },
  preview: { host: '127.0.0.1', port: 4192, strictPort: true, headers: securityHeaders() },
});
