import { defineConfig } from 'vite';
import { kernels } from '../../../src/compute/wasm/vite-plugin.ts';

const headers = {
  'Cache-Control': 'max-age=3600',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// Isolated as the app is, but without its content security policy: some peers make functions of text.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  build: {
    outDir: new URL('../../../.cache/bench-dense', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 2_000,
  },
  plugins: [kernels()],
  worker: { format: 'es', plugins: () => [kernels()] },
  preview: { host: '127.0.0.1', port: 4190, strictPort: true, headers },
});
