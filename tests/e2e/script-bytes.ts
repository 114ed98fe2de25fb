import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** What the page's own thread has loaded of the built app's scripts so far, gzip, in bytes. */
export async function scriptBytes(page: Page): Promise<{ total: number; files: readonly string[] }> {
  const urls = await page.evaluate(() => [
    ...[...document.querySelectorAll<HTMLScriptElement>('script[src]')].map((script) => script.src),
    ...performance
      .getEntriesByType('resource')
      .map((entry) => entry.name)
      .filter((name) => name.endsWith('.js') && !name.includes('-worker-')),
  ]);
  const files = [...new Set(urls.map((url) => new URL(url).pathname))];
  const total = files
    .map((path) => gzipSync(readFileSync(`dist${path}`)).length)
    .reduce((sum, size) => sum + size, 0);
  return { total, files };
}
