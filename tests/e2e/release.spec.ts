import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';
import { serveStatic } from './static-host.ts';

const rows = `a,b,y\n${Array.from({ length: 24_000 }, (_, row) => `${row % 97},${(row * 7) % 89},${row % 1009}`).join('\n')}\n`;
const barOf = (page: Page) => page.getByRole('region', { name: 'New version' });
const integrityOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Which release the page runs on. */
const releaseOf = (page: Page) => page.locator('meta[name="edition"]').getAttribute('content');

/** Puts another edition of the app's page into the folder, and its hash into the service worker's list. */
async function publish(folder: string, edition: string): Promise<void> {
  const [page, worker] = [join(folder, 'index.html'), join(folder, 'offline.js')];
  const before = await readFile(page, 'utf8');
  const after = before
    .replace(/<meta name="edition"[^>]*>/, '')
    .replace('<head>', `<head><meta name="edition" content="${edition}">`);
  await writeFile(page, after);
  const script = await readFile(worker, 'utf8');
  expect(script).toContain(integrityOf(before));
  await writeFile(worker, script.replaceAll(integrityOf(before), integrityOf(after)));
}

const lookForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));

async function train(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Neural network' }).check();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Training' }).getByText(/After .* epochs?:/)).toBeVisible();
}

test('a release that comes in the middle of a training is offered, waits for it, or has it written down', async ({
  page,
  context,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-release-'));
  await cp('dist', folder, { recursive: true });
  await publish(folder, 'first');
  const host = await serveStatic(folder);
  try {
    await page.goto(host.url);
    await expect(page.getByRole('region', { name: 'Drop a CSV file here' })).toBeVisible({ timeout: 30_000 });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const house = new House(page);
    await house.bring({ name: 'learn.csv', text: rows }, 'Drop a CSV file here');
    await house.press(/^Predict /);
    const other = await context.newPage();
    await other.goto(host.url);
    await expect(other.getByRole('region', { name: 'Drop a CSV file here' })).toBeVisible();
    await page.bringToFront();
    await train(page);

    await publish(folder, 'second');
    await lookForUpdate(page);
    await expect(barOf(page)).toContainText('A new version of Perennial is ready');
    await expect(page.getByRole('region', { name: 'Training' })).toBeVisible();
    await house.press('Use it');
    await expect(barOf(page)).toContainText('is used once this is done: Training');
    await house.press('Not yet');
    await expect(barOf(page)).toContainText('A new version of Perennial is ready');
    expect(await releaseOf(page)).toBe('first');
    await house.press('Use it');
    // The training ends first, and its version is kept.
    await expect.poll(() => releaseOf(page).catch(() => null), { timeout: 40_000 }).toBe('second');
    await expect(page.getByRole('link', { name: /Champion v1/ })).toBeVisible();

    // The tab beside it goes on with its own, and says so.
    await expect(barOf(other)).toContainText('Perennial was updated in another tab');
    expect(await releaseOf(other)).toBe('first');
    const { violations } = await new AxeBuilder({ page: other })
      .include('[aria-label="New version"]')
      .analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    await barOf(other).getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => releaseOf(other).catch(() => null)).toBe('second');
    await other.close();

    await house.go('Train');
    await train(page);
    await publish(folder, 'third');
    await lookForUpdate(page);
    await house.press('Use it');
    await house.press('Now');
    await expect.poll(() => releaseOf(page).catch(() => null)).toBe('third');
    await page.getByRole('button', { name: /^Go on: Training/ }).click();
    await expect(page).toHaveURL(/\/evaluate\?version=/, { timeout: 40_000 });
    await expect(page.locator('option', { hasText: /^Version 2/ })).toBeAttached();
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
});
