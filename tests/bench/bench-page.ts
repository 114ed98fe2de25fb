import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { browserArguments, browserPath } from '../browser.ts';

const configFile = new URL('vite.config.ts', import.meta.url).pathname;

/** Builds the bench page, serves it sealed as the app is, and hands it over in a fresh Chromium. */
export async function withBenchPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  await build({ configFile });
  const server = await preview({ configFile });
  const browser = await chromium.launch({
    executablePath: browserPath(),
    headless: true,
    args: [...browserArguments],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(server.resolvedUrls!.local[0]!);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
