import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { csvLines, csvPart, dataFile, noData } from '../data.ts';
import { House } from './house.ts';

// Real tables: two classes, three of them, a number.
const looks = [
  {
    ...{ look: 'light', file: 'adult-test.csv', rows: 2000, found: /accuracy \d+(\.\d)?%/ },
    options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  },
  {
    ...{ look: 'dark', file: 'penguins.csv', rows: 400, found: /accuracy \d+(\.\d)?%/ },
    options: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  },
  {
    ...{ look: 'narrow', file: 'diamonds.csv', rows: 2000, found: /R² 0\.\d+/ },
    options: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  },
] as const;

const TITLE = 'Random forest';

for (const { look, file, rows, found, options } of looks)
  test(`a forest of ${file} tells how good it is by the rows that its trees did not learn, and why it answers a row so: ${look}`, async ({
    browser,
  }) => {
    const path = dataFile(file);
    test.skip(!path, noData(file));
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const house = new House(page);
    await house.enter();
    await house.firstModel({ name: file, text: csvPart(csvLines(path!), 0, rows) }, TITLE);
    await expect(page.getByText(/^Out of bag: /)).toHaveText(found);
    const curve = page.getByRole('region', { name: 'How it learnt' });
    await expect(curve).toContainText('Out-of-bag loss');
    await expect(curve).toContainText(
      /After 100 trees: training loss [\d.,]+, validation loss [\d.,]+, out-of-bag loss [\d.,]+/,
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.getByRole('button', { name: 'Train again' }).click();
    await page.getByText(`Options of ${TITLE.toLowerCase()}`).click();
    await expect(page.getByLabel('Rows of a tree', { exact: true })).toBeVisible();

    await house.go('Predict');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await expect(page.getByRole('region', { name: /^Why/ })).toBeVisible();
    await context.close();
  });
