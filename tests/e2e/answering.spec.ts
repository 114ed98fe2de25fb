import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { House } from './house.ts';

const upload = { name: 'stream.csv', text: csvText(sea.generate(600, 1), { header: true }) };

test('answers are put right, learnt once, and promote nothing; those drawn at random count as checks', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.firstModel(upload, 'Linear model');
  await house.go('Predict');
  const asked = page.getByRole('heading', { name: 'Was this right?' });
  const kept = page.getByRole('status').filter({ hasText: 'Kept: it was' });
  for (let row = 0; row < 10; row++) {
    await house.press('Any row of the table');
    await expect(asked).toBeVisible();
    await page.getByRole('button', { name: row === 0 ? 'Yes' : /^No, it was/ }).click();
    await expect(kept).toBeFocused();
  }
  await house.go('Learn');
  await page.getByLabel(/drawn at random/).selectOption('Every one');
  await house.press('Learn from 10 labels');
  await expect(page.getByRole('heading', { name: 'Version 2, with Answered predictions' })).toBeVisible();
  await expect(page.getByText(/only corrections and confirmations came/i).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Labels of predictions', exact: true })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.reload();
  await house.go('Predict');
  await house.press('Any row of the table');
  await expect(page.getByRole('heading', { name: /Please check this one/ })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Yes' }).press('Enter');
  await expect(page.getByText('It counts as a check')).toBeVisible();
});
