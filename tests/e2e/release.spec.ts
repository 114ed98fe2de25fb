import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';
import { serveStatic } from './static-host.ts';

const rows = `a,b,y\n${Array.from({ length: 6000 }, (_, row) => `${row % 97},${(row * 7) % 89},${row % 1009}`).join('\n')}\n`;
/** So many epochs that a training goes on for a day, or for some seconds. */
const [ENDLESS, SOME] = [100_000, 60];
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

/** Begins to train a network, and waits until some of its epochs are done. */
async function train(page: Page, epochs: number): Promise<void> {
  await new House(page).chooseSlowNetwork(epochs);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Training' }).getByText(/After .* epochs?:/)).toBeVisible();
}

/** Until the page runs on this edition. */
const onEdition = (page: Page, edition: string) =>
  page.locator(`meta[name="edition"][content="${edition}"]`).waitFor({ state: 'attached' });

/** Until the newer release is offered. */
const offered = (page: Page) => barOf(page).getByText('A new version of Perennial is ready').waitFor();

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
    // A tab behind another is drawn once a second, and a press waits for two pictures.
    await page.bringToFront();
    await house.press('Train again');
    await train(page, ENDLESS);

    await publish(folder, 'second');
    await lookForUpdate(page);
    await offered(page);
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="New version"]').analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    // The check has opened a tab of its own.
    await page.bringToFront();
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
    await house.press(/^Cancel/);
    // The tab beside it goes on with its own release, and says so.
    await other.bringToFront();
    await expect(barOf(other)).toContainText('Perennial was updated in another tab');
    expect(await editionOf(other)).toBe('first');
    await barOf(other).getByRole('button', { name: 'Reload' }).click();
    await onEdition(other, 'second');
    await other.close();

    // A training that comes to its end is waited for, and its model is there afterwards.
    await publish(folder, 'third');
    await lookForUpdate(page);
    await offered(page);
    await house.go('Train');
    await train(page, SOME);
    await house.press('Use it');
    await expect(barOf(page)).toContainText('is used once this is done: Training');
    expect(await editionOf(page)).toBe('second');
    await onEdition(page, 'third');
    await house.go('Models');
    await expect(page.getByRole('button', { name: /^Version 2/ })).toBeVisible();
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
});
