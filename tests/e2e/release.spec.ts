import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';
import { serveStatic } from './static-host.ts';

const rows = `a,b,y\n${Array.from({ length: 12_000 }, (_, row) => `${row % 97},${(row * 7) % 89},${row % 1009}`).join('\n')}\n`;
const barOf = (page: Page) => page.getByRole('region', { name: 'New version' });
const integrityOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Which edition the page runs on. */
const editionOf = (page: Page) => page.locator('meta[name="edition"]').getAttribute('content');

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

/** Trains a network that would go on for a day. */
async function trainEndlessly(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Neural network' }).check();
  await page.getByText('Options of neural network').click();
  for (const option of ['Epochs', 'Patience']) await page.getByLabel(option, { exact: true }).fill('100000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Training' }).getByText(/After .* epochs?:/)).toBeVisible();
}

/** Until the page runs on this edition. */
const onEdition = (page: Page, edition: string) =>
  expect.poll(() => editionOf(page).catch(() => null)).toBe(edition);

test('a release that comes in the middle of a training is offered, and waits or has the work written down', async ({
  page,
  context,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-release-'));
  await cp('dist', folder, { recursive: true });
  await publish(folder, 'first');
  const host = await serveStatic(folder);
  try {
    await page.goto(host.url);
    const house = new House(page);
    await expect(page.getByRole('region', { name: 'Drop a CSV file here' })).toBeVisible();
    await house.firstModel({ name: 'learn.csv', text: rows }, 'Linear model');
    const other = await context.newPage();
    await other.goto(host.url);
    await expect(other.getByRole('region', { name: 'Drop a CSV file here' })).toBeVisible();
    await house.press('Train again');
    await trainEndlessly(page);

    await publish(folder, 'second');
    await lookForUpdate(page);
    await expect(barOf(page)).toContainText('A new version of Perennial is ready');
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="New version"]').analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    await house.press('Use it');
    await expect(barOf(page)).toContainText('is used once this is done: Training');
    await house.press('Not yet');
    await expect(barOf(page)).toContainText('A new version of Perennial is ready');
    expect(await editionOf(page)).toBe('first');
    await expect(page.getByRole('region', { name: 'Training' })).toBeVisible();
    await house.press('Use it');
    await house.press('Now');
    await onEdition(page, 'second');

    // What was done is kept, and goes on.
    await expect(page.getByRole('link', { name: /Champion v1/ })).toBeVisible();
    await page.getByRole('button', { name: /^Go on: Training/ }).click();
    await expect(
      page.getByRole('region', { name: 'Interrupted jobs' }).getByText(/After .* epochs?:/),
    ).toBeVisible();
    // The tab beside it goes on with its own release, and says so.
    await expect(barOf(other)).toContainText('Perennial was updated in another tab');
    expect(await editionOf(other)).toBe('first');
    await barOf(other).getByRole('button', { name: 'Reload' }).click();
    await onEdition(other, 'second');

    await publish(folder, 'third');
    await lookForUpdate(page);
    await house.press('Use it');
    await expect(barOf(page)).toContainText('is used once this is done: Training');
    // As soon as the work is over, here by a cancel, it is used.
    await house.press(/^Cancel/);
    await onEdition(page, 'third');
    await expect(page.getByRole('link', { name: /Champion v1/ })).toBeVisible();
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
});
