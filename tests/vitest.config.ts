import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { kernels } from '../src/compute/wasm/vite-plugin.ts';
import { browserArguments, browserPath } from './browser.ts';

const tfjs = ['core', 'backend-cpu', 'backend-wasm', 'backend-webgpu'].map(
  (name) => `@tensorflow/tfjs-${name}`,
);

// Two projects: pure code in Node, and what needs the real thing (workers, IndexedDB, WebGPU) in Chromium.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [kernels()],
  worker: { plugins: () => [kernels()] },
  test: {
    // A slow machine is no failure; what hangs still fails.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.browser.test.ts'],
        },
      },
      {
        extends: true,
        // Named here, or a cold cache finds them in the middle of a run and loads the page anew.
        optimizeDeps: {
          include: ['comlink', 'ulid', 'idb', 'svelte', '@uwdata/flechette', ...tfjs],
        },
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: browserPath(), args: browserArguments },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
