import { defineConfig } from '@playwright/test';
import { browserArguments, browserPath } from '../browser.ts';

// Against the built app, served with its security headers, in a real Chromium with WebGPU on.
export default defineConfig({
  testDir: '.',
  outputDir: '../report/e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: [['json', { outputFile: '../report/playwright.json' }], ['line']],
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
