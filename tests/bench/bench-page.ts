import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, type InlineConfig, preview } from 'vite';
import { browserArguments, browserPath } from '../browser.ts';

/** The page that drives the app's own bridge and workers. */
export const benchPage: InlineConfig = { configFile: new URL('vite.config.ts', import.meta.url).pathname };

/** Builds a page and serves it, sealed as the app is, while the work lasts; another port is another origin. */
export async function withServed<T>(
  config: InlineConfig,
  work: (url: string) => Promise<T>,
  port?: number,
): Promise<T> {
  await build({ ...config, logLevel: 'warn' });
  const server = await preview({
    ...config,
    preview: { open: false, ...(port !== undefined && { port, strictPort: true }) },
  });
  try {
    return await work(server.resolvedUrls!.local[0]!);
  } finally {
    await server.close();
  }
}

/** A Chromium with this profile on disk, and a page in it. */
export async function withPage<T>(
  url: string,
  profile: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    headless: true,
    args: [...browserArguments],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.on('pageerror', (error) => console.error(error));
    await page.goto(url);
    return await work(page);
  } finally {
    await context.close();
  }
}

/** A page in a fresh Chromium, whose profile is gone afterwards. */
export function withFreshPage<T>(url: string, work: (page: Page) => Promise<T>): Promise<T> {
  return withFolder((profile) => withPage(url, profile, work));
}

/** Builds the bench page, serves it sealed as the app is, and hands it over in a fresh Chromium. */
export function withBenchPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  return withServed(benchPage, (url) => withFreshPage(url, work));
}

/** A temporary folder, gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
