import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { House } from './house.ts';

const rows = { name: 'sea.csv', text: csvText(sea.generate(1200, 3), { header: true }) };

test('a version, a table and everything are deleted, each after it was said what goes', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  await house.firstModel(rows, 'Linear model');
  await house.press('Train again');
  await house.press('Train');
  await expect(page.getByRole('heading', { name: 'Model 2 is ready' })).toBeVisible();

  await house.go('Models');
  await page.getByRole('button', { name: /^Version 1/ }).click();
  await house.press('Delete version 1');
  await expect(page.getByRole('dialog')).toContainText('Version 1 is the champion');
  await house.press('Keep it');
  await page.getByRole('button', { name: /^Version 2/ }).click();
  await house.press('Delete version 2');
  await expect(page.getByRole('dialog')).toContainText(/This deletes version 2 for good, and frees .*B\./);
  await house.press('Delete');
  await expect(page.getByText('Deleted version 2')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Version 2/ })).toHaveCount(0);

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.getByText(/used, .* free for this app/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByLabel('Predictions').fill('-1');
  await expect(page.getByRole('alert')).toHaveText('Give a whole number, 0 or more.');
  await page.getByLabel('Predictions').fill('20');
  await house.press('Keep this rule');
  await expect(page.getByText('The rule is kept from now on')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Predictions')).toHaveValue('20');

  await house.press('Delete table sea.csv');
  await expect(page.getByRole('dialog')).toContainText(
    'This deletes the table sea.csv and version 1 for good',
  );
  await house.press('Delete');
  await expect(page.getByText('Deleted the table sea.csv')).toBeVisible();
  await expect(page.getByText(/^Champion v/)).toHaveCount(0);

  await house.press('Erase everything here…');
  await expect(page.getByRole('dialog')).toContainText('The only project on this device');
  await house.press('Erase everything');
  await expect(page.getByRole('heading', { name: 'Grow a model from your own data' })).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  const databases = await page.evaluate(() => indexedDB.databases());
  expect(databases.map(({ name }) => name)).not.toContain('perennial-engines');
});

test('a project is deleted from its settings, and the others stay', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  await page.getByRole('button', { name: 'Generate Friedman' }).click();
  await expect(page.getByRole('heading', { name: 'Data', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Perennial, home' }).click();
  await house.bring(rows, 'Drop a CSV file here');
  await expect(page.getByRole('heading', { name: 'Data', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await house.press('Delete this project…');
  await expect(page.getByRole('dialog')).toContainText('This deletes the table sea.csv for good');
  await house.press('Delete');
  await expect(page.getByText('Deleted sea')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Projects' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('rowheader', { name: /Friedman/ })).toBeVisible();
});

test('the engines of the device are measured when somebody is about to train, and again when it is asked for', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await page.getByRole('link', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: 'Engines on this device' });
  await expect(section).toContainText('Not measured yet.');

  await page.goto('/#/');
  await page.getByRole('button', { name: 'Generate Friedman' }).click();
  await house.go('Train');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  const measured = section.getByRole('table', { name: /Rows learnt in a second/ });
  await expect(measured.getByRole('row', { name: /^WebAssembly Right/ })).toBeVisible();
  await expect(measured.getByRole('row', { name: /^WebGPU Not tried .* only when asked for/ })).toBeVisible();
  await expect(measured.getByRole('row', { name: /^Plain TypeScript Right/ })).toBeVisible();
  await expect(section).toContainText(/Measured\s+just now/);
  await house.press('Measure again');
  await expect(section.getByRole('button', { name: 'Measure again' })).toBeEnabled();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
