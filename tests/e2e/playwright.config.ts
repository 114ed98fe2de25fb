import { defineConfig } from '@playwright/test';
import { browserArguments, browserPath } from '../browser.ts';

// Against the built app, served with its security headers, in a real Chromium with WebGPU on.
export default defineConfig({
  testDir: '.',
  outputDir: '../report/e2e',
  fullyParallel: true,
  workers: 2,
  // A slow machine is no failure; what hangs still fails.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['json', { outputFile: '../report/playwright.json' }], ['dot']],
  use: {
    baseURL: 'http://127.0.0.1:4179',
    headless: true,
    launchOptions: { executablePath: browserPath(), args: browserArguments },
  },
  webServer: {
    command: 'npx --no-install vite preview --port 4179 --strictPort',
    env: { CI: 'true' },
    cwd: '../..',
    url: 'http://127.0.0.1:4179',
    reuseExistingServer: false,
  },
});
