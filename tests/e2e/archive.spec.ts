import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { House } from './house.ts';

const stream = csvText(sea.generate(900, 3), { header: true }).split('\r\n');
const rows = { name: 'sea.csv', text: stream.slice(0, 601).join('\r\n') };
const later = { name: 'later.csv', text: [stream[0], ...stream.slice(601)].join('\r\n') };

/** Presses what saves, and reads the file that comes down. */
async function saved(page: Page, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const saveButton = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Save the file' });

async function give(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.goto('/#/');
  await page
    .getByRole('region', { name: 'Drop a CSV file here' })
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
}

test('a project is saved, deleted, opened again and saved once more: the same bytes', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  await house.firstModel(rows, 'Linear model');
  await house.go('Predict');
  await house.press('Predict');
  await expect(page.getByRole('region', { name: /answer/i }).first()).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await house.press('Save as one file…');
  await expectAccessible(page);
  const first = await saved(page, saveButton(page));
  expect(first.name).toBe('sea.perennial');

  // Sealed: what is inside cannot be found in it, and it opens with its passphrase only.
  await house.press('Save as one file…');
  await page.getByLabel('Protect it with a passphrase').check();
  await page.getByLabel('Passphrase', { exact: true }).fill('lost letter umbrella');
  await saveButton(page).click();
  await expect(page.getByRole('alert')).toHaveText('The two are not the same.');
  await page.getByLabel('The same once more').fill('lost letter umbrella');
  const sealed = await saved(page, saveButton(page));
  expect(sealed.bytes.includes('sea.csv')).toBe(false);
  expect(first.bytes.includes('sea.csv')).toBe(true);

  await house.press('Delete this project…');
  await house.press('Delete');
  await expect(page.getByRole('heading', { name: 'Grow a model from your own data' })).toBeVisible();
  await give(page, first.name, first.bytes);
  await expect(page.getByRole('button', { name: /^Version 1/ })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await house.press('Save as one file…');
  const second = await saved(page, saveButton(page));
  expect(second.bytes.equals(first.bytes)).toBe(true);

  await give(page, 'sealed.perennial', sealed.bytes);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('sealed.perennial is protected');
  await page.getByLabel('Passphrase').fill('lost letter');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toContainText('This passphrase does not open the file');
  await expectAccessible(page);
  await page.getByLabel('Passphrase').fill('lost letter umbrella');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog).toContainText('sea is on this device already');
  await dialog.getByRole('button', { name: 'Keep both' }).click();
  await expect(page.getByRole('button', { name: 'Rename project sea (copy)' })).toBeVisible();

  // Cut off: refused in a sentence, and nothing is there.
  await give(page, 'half.perennial', first.bytes.subarray(0, first.bytes.length >> 1));
  await expect(page.getByText('This file was not opened')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Projects' }).getByRole('listitem')).toHaveCount(2);
});

test('a model alone is a project of its own: it predicts, is evaluated and learns on without its table', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.firstModel(rows, 'Linear model');
  await house.go('Models');
  await page.getByRole('button', { name: /^Version 1/ }).click();
  await house.press('Save version 1 as one file');
  await expect(page.getByLabel('With the rows that it remembers')).not.toBeChecked();
  await expectAccessible(page);
  const { name, bytes } = await saved(page, saveButton(page));
  expect(name).toBe('sea v1.perennial');

  await give(page, name, bytes);
  await expect(page.getByRole('heading', { name: 'Predict' })).toBeVisible();
  await house.press('Predict');
  await expect(page.getByRole('region', { name: /answer/i }).first()).toBeVisible();
  await house.go('Evaluate');
  await expect(page.getByRole('article', { name: /^accuracy: / })).toBeVisible();
  await expectAccessible(page);
  await house.go('Data');
  await expect(page.getByText('The model came in a file, without the rows')).toBeVisible();
  await house.go('Models');
  await expect(page.getByText('from a file')).toBeVisible();
  await house.go('Learn');
  await house.bring(later, 'Drop new labelled rows');
  await expect(page.getByRole('heading', { name: /^Version 2, with later.csv/ })).toBeVisible();
});
