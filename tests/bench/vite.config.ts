import { defineConfig } from 'vite';
import { kernels } from '../../src/compute/wasm/vite-plugin.ts';
import { securityHeaders } from '../../src/seal/headers.ts';

// The workers as the app builds them, on a page without an interface.
export default defineConfig({
  root: new URL('page', import.meta.url).pathname,
  base: './',
  logLevel: 'warn',
  build: {
    outDir: new URL('../../.cache/bench', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2023',
  },
  plugins: [kernels()],
  worker: { format: 'es', plugins: () => [kernels()] },
  preview: { host: '127.0.0.1', port: 4189, strictPort: true, headers: securityHeaders() },
});
