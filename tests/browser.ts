import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Flags for a quiet Chromium with WebGPU, also where there is no GPU (SwiftShader). */
export const browserArguments = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Memory that threads share, on pages of tests that are not isolated as well.
  '--enable-features=SharedArrayBuffer',
];

/** Where Chromium is: Playwright's own, one on the PATH, or Chrome. Throws with the way out where there is none. */
export function browserPath(): string {
  const found = findBrowser();
  if (found) return found;
  throw new Error(
    'no Chromium found: run "npm test", which installs one, or put "chromium" on the PATH (Debian: apt-get install chromium)',
  );
}

export function findBrowser(): string | undefined {
  const named = process.env['PERENNIAL_BROWSER'];
  if (named && existsSync(named)) return named;
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      continue;
    }
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return existsSync(mac) ? mac : undefined;
}
