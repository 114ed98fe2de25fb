import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';

const ROWS = 200_000;
const text = `a,b,y\n${Array.from({ length: ROWS }, (_, row) => `${row % 97},${(row * 7) % 89},${row % 1009}`).join('\n')}\n`;

/** A tab that dies in the middle of an import, and another one that is opened afterwards. */
async function cutOff(context: BrowserContext): Promise<Page> {
  const first = await context.newPage();
  const house = new House(first);
  await house.enter();
  await house.bring({ name: 'cut.csv', text }, 'Drop a CSV file here');
  await expect(first.getByRole('progressbar')).toBeVisible();
  await first.close();
  const page = await context.newPage();
  await new House(page).enter();
  return page;
}

test('an import whose tab died is offered again, and goes on to its table', async ({ context }) => {
  const page = await cutOff(context);
  const jobs = page.getByRole('region', { name: 'Interrupted jobs' });
  await expect(jobs).toContainText('Import of cut.csv was cut off');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await jobs.getByRole('button', { name: 'Go on: Import of cut.csv' }).click();
  await expect(page.getByText('200,000 rows · 3 columns')).toBeVisible({ timeout: 40_000 });
  await expect(jobs).toHaveCount(0);
});

test('a job that was cut off is given up, and is gone for good', async ({ context }) => {
  const page = await cutOff(context);
  const discard = page.getByRole('button', { name: 'Discard: Import of cut.csv' });
  await discard.click();
  // Where much was done, it is asked first.
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Discard' });
  await expect(async () => {
    if (await sure.isVisible()) await sure.click();
    await expect(discard).toHaveCount(0, { timeout: 200 });
  }).toPass();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Drop a CSV file here' })).toBeVisible();
  await expect(discard).toHaveCount(0);
});
