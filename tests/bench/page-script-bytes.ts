import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { browserArguments, browserPath } from '../browser.ts';
import { scriptBytes } from '../e2e/script-bytes.ts';

/** What the app's page has loaded of scripts by the time it stands there, gzip, in bytes. */
export async function pageScriptBytes(): Promise<number> {
  await build({ logLevel: 'warn' });
  const server = await preview({ preview: { port: 4188, strictPort: true, open: false } });
  const browser = await chromium.launch({ executablePath: browserPath(), args: browserArguments });
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return (await scriptBytes(page)).total;
  } finally {
    await browser.close();
    await server.close();
  }
}
