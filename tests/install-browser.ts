import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './browser.ts';

/** Finds a Chromium or installs one, trying the ways that need least first; throws with a sentence when all fail. */
export async function ensureBrowser(): Promise<void> {
  if (findBrowser()) return;
  const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  const ways = [
    'npx --no-install playwright install chromium',
    ...(isDebianRoot ? ['apt-get update && apt-get install -y chromium'] : []),
    'npm install --no-save --no-package-lock --prefix .cache/browser @sparticuz/chromium@143.0.4',
  ];
  for (const way of ways) {
    console.log(`no Chromium found; trying: ${way}`);
    try {
      execSync(way, { stdio: 'inherit' });
    } catch {
      continue;
    }
    if (findBrowser()) return;
    if (way.includes('@sparticuz') && (await unpackPortable())) return;
  }
  throw new Error(
    'the tests need Chromium and none could be installed: put "chromium" or Google Chrome on this machine and run "npm test" again',
  );
}

/** @sparticuz/chromium unpacks its browser when it is first asked where it is. */
async function unpackPortable(): Promise<boolean> {
  const { pathToFileURL } = await import('node:url');
  const entry = pathToFileURL('.cache/browser/node_modules/@sparticuz/chromium/build/esm/index.js').href;
  const { default: chromium } = (await import(entry)) as { default: { executablePath(): Promise<string> } };
  process.env['PERENNIAL_BROWSER'] = await chromium.executablePath();
  return findBrowser() !== undefined;
}
