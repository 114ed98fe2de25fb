import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { takeRows } from '../../src/core/table.ts';
import { csvLines, csvPart, dataFile, noData } from '../data.ts';
import { House } from './house.ts';

test('a generated sample: three interactions to a model, a reload, predictions, and a challenger that takes over and is rolled back', async ({
  page,
}) => {
  const concepts = sea.generate(16_000, 5);
  const part = (name: string, from: number, to: number) => ({
    name,
    text: csvText(
      takeRows(
        concepts,
        Uint32Array.from({ length: to - from }, (_, i) => from + i),
      ),
      { header: true },
    ),
  });
  const house = new House(page);
  await house.enter();
  await house.firstModel(part('before.csv', 0, 3000));
  expect(house.interactions).toBe(3);
  expect(await house.score('accuracy')).toBeGreaterThan(80);

  await page.reload();
  await expect(page.getByText('Champion v1')).toBeVisible();

  await house.go('Evaluate');
  expect(await house.score('accuracy')).toBeGreaterThan(80);
  await page
    .getByRole('button', { name: /rows? .* predicted/i })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');

  await house.go('Predict');
  await house.press('Predict');
  await expect(page.getByText(/with a probability of/)).toBeVisible();
  await house.bring(part('later.csv', 3000, 3400), 'Drop a CSV file of rows to predict');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  expect(csv).toHaveLength(401);
  expect(csv[0]).toMatch(/predicted class,.*probability/);

  await house.go('Learn');
  await house.bring(part('after.csv', 12_000, 15_000), 'Drop new labelled rows');
  await expect(page.getByText('Promoted', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Champion v2')).toBeVisible();

  await house.press('Roll back to version 1');
  await expect(page.getByText('Champion v1')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Champion v1')).toBeVisible();
  await house.go('Models');
  await expect(page.getByText('rolled back by hand').first()).toBeVisible();
});

test('a sample is generated on the device, and the same seed makes the same rows', async ({ page }) => {
  const house = new House(page);
  const firstRow = async () => {
    await house.enter();
    await page.getByRole('button', { name: 'Generate Friedman' }).click();
    await expect(page.getByRole('heading', { name: 'Data' })).toBeVisible();
    // The column to predict is drawn once it is known.
    await expect(page.getByRole('button', { name: /^Predict / })).toBeEnabled();
    const row = page.locator('tbody tr[aria-rowindex="2"]');
    await expect(row).toContainText(/\d\.\d{6}/);
    return row.textContent();
  };
  expect(await firstRow()).toBe(await firstRow());
});

test('elec2: trained on the first 10,000 rows, learns on the next 10,000', async ({ page }) => {
  const path = dataFile('elec2.csv');
  test.skip(!path, noData('elec2.csv'));
  const file = csvLines(path!);
  const house = new House(page);
  await house.enter();
  await house.firstModel({ name: 'elec2.csv', text: csvPart(file, 0, 10_000) });
  expect(house.interactions).toBe(3);
  expect(await house.score('accuracy')).toBeGreaterThan(70);
  await house.go('Learn');
  await house.bring(
    { name: 'elec2-next.csv', text: csvPart(file, 10_000, 20_000) },
    'Drop new labelled rows',
  );
  await expect(page.getByText('Promoted', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Champion v2')).toBeVisible();
});

test('penguins: three classes, missing cells', async ({ page }) => {
  const path = dataFile('penguins.csv');
  test.skip(!path, noData('penguins.csv'));
  const house = new House(page);
  await house.enter();
  await house.firstModel({ name: 'penguins.csv', text: readFileSync(path!, 'utf8') });
  expect(house.interactions).toBe(3);
  expect(await house.score('accuracy')).toBeGreaterThanOrEqual(94);
  await house.go('Predict');
  await page.getByRole('button', { name: 'Empty' }).click();
  await house.press('Predict');
  await expect(page.getByText(/What it had to cope with/)).toBeVisible();
});

test('diamonds: a regression, judged by its errors', async ({ page }) => {
  const path = dataFile('diamonds.csv');
  test.skip(!path, noData('diamonds.csv'));
  const house = new House(page);
  await house.enter();
  await house.firstModel({ name: 'diamonds.csv', text: readFileSync(path!, 'utf8') }, 'Linear model');
  expect(await house.score('R²')).toBeGreaterThan(0.9);
  await house.go('Evaluate');
  await expect(page.getByRole('heading', { name: /residual|missed|off/i }).first()).toBeVisible();
});

test('adult: evaluated on another file, whose labels are written in another way', async ({ page }) => {
  const [train, other] = [dataFile('adult-train.csv'), dataFile('adult-test.csv')];
  test.skip(!train || !other, noData('adult-train.csv'));
  const house = new House(page);
  await house.enter();
  await house.firstModel({ name: 'adult-train.csv', text: readFileSync(train!, 'utf8') }, 'Linear model');
  await house.go('Evaluate');
  await house.bring(
    { name: 'adult-test.csv', text: readFileSync(other!, 'utf8') },
    'Drop a labelled CSV file',
  );
  await house.press('Treat “<=50K.” as “<=50K”');
  await house.press('Treat “>50K.” as “>50K”');
  await expect(page.getByRole('heading', { name: 'Version 1 on adult-test.csv' })).toBeVisible();
  expect(await house.score('ROC AUC')).toBeGreaterThan(0.91);
});
