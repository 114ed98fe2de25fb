import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { browserArguments, browserPath } from '../browser.ts';

/** What the page's own thread has loaded of scripts by the time the app stands there, gzip, in bytes. */
export async function pageScriptBytes(): Promise<number> {
  await build({ logLevel: 'warn' });
  const server = await preview({ preview: { port: 4188, strictPort: true, open: false } });
  const browser = await chromium.launch({ executablePath: browserPath(), args: browserArguments });
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.getByRole('main').waitFor();
    const urls = await page.evaluate(() => [
      ...[...document.querySelectorAll<HTMLScriptElement>('script[src]')].map((script) => script.src),
      ...performance
        .getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => name.endsWith('.js') && !name.includes('/worker-')),
    ]);
    const files = new Set(urls.map((url) => new URL(url).pathname));
    return [...files]
      .map((path) => gzipSync(readFileSync(`dist${path}`)).length)
      .reduce((sum, size) => sum + size, 0);
  } finally {
    await browser.close();
    await server.close();
  }
}
