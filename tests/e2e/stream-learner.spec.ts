import { expect, test } from '@playwright/test';
import { House } from './house.ts';

const rows = Array.from(
  { length: 200 },
  (_, i) => `${i % 10},${(i * 7) % 11},${(i % 10) * 2.5 + ((i * 7) % 11)},${i % 10 > 4 ? 'big' : 'small'}`,
);
const upload = { name: 'stream.csv', text: `a,b,weight,size\n${rows.join('\n')}\n` };

test('a learner of streams is chosen among its own, and only where it is made for the target', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.bring(upload, 'Drop a CSV file here');
  await house.press(/^Predict /);
  const streams = page.getByRole('group', { name: 'For streams' });
  const tables = page.getByRole('group', { name: 'For tables' });
  await expect(tables.getByRole('radio', { name: 'Automatic' })).toBeChecked();
  await page.getByText('For streams').click();
  await streams.getByRole('radio', { name: 'Naive Bayes' }).check();
  await expect(page.getByText('Options of naive bayes')).toBeVisible();
  await house.press('Train');
  await expect(page.getByRole('heading', { name: 'Model 1 is ready' })).toBeVisible();
  await expect(page.getByText('Naive Bayes').first()).toBeVisible();
});

test('a model that the element has no room for is said so on Deploy, and can be taken as a file alone', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.bring(upload, 'Drop a CSV file here');
  await house.press(/^Predict /);
  await page.getByText('For streams').click();
  await page.getByRole('radio', { name: 'Naive Bayes' }).check();
  await house.press('Train');
  await expect(page.getByRole('heading', { name: 'Model 1 is ready' })).toBeVisible();
  await house.go('Deploy');
  await expect(page.getByText('has no room for the kind “Naive Bayes”')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download the model' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Download the folder' })).toHaveCount(0);
  await expect(page.locator('perennial-model')).toHaveCount(0);
});
