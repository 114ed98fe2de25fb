import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { Random } from '../../src/core/random.ts';
import { csvLines, csvPart, dataFile, noData } from '../data.ts';
import { House } from './house.ts';

// Real tables: two classes, three of them, a number.
const looks = [
  {
    ...{ look: 'light', file: 'adult-test.csv', rows: 3000, columns: 14, term: /log loss/ },
    options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  },
  {
    ...{ look: 'dark', file: 'penguins.csv', rows: 400, columns: 6, term: /log loss/ },
    options: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  },
  {
    ...{ look: 'narrow', file: 'diamonds.csv', rows: 3000, columns: 9, term: /mean absolute error/ },
    options: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  },
] as const;

for (const { look, file, rows, columns, term, options } of looks)
  test(`trees of ${file} say what they look at, and why they answer a row so, in numbers that add up: ${look}`, async ({
    browser,
  }) => {
    const path = dataFile(file);
    test.skip(!path, noData(file));
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const house = new House(page);
    await house.enter();
    await house.firstModel({ name: file, text: csvPart(csvLines(path!), 0, rows) }, 'Boosted trees');

    await house.go('Evaluate');
    await house.press('Find out what it looks at');
    const section = page.getByRole('region', { name: /^What it looks at/ });
    const table = section.getByRole('table', { name: 'Columns by how much the model looks at them' });
    await expect(table.getByRole('columnheader', { name: term })).toBeVisible();
    await expect(table.getByRole('rowheader')).toHaveCount(columns);
    await expect(section).toContainText(/It looks most at “.+”: where that is shuffled,/);
    await expect(section).toContainText(/Each column was shuffled 5 times among [\d,]+ report rows/);
    await expect(section.getByRole('heading', { name: /^What it looks at/ })).toBeFocused();
    await looksRight(page);
    await section.getByRole('button', { name: 'Gain' }).press('Enter');
    await expect(section.getByRole('button', { name: 'Gain' })).toHaveAttribute('aria-pressed', 'true');
    const gains = await cellsOf(table);
    expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(100, -1);
    await section.getByRole('button', { name: 'Splits' }).click();
    await expect(table.getByRole('columnheader', { name: 'Splits' })).toBeVisible();

    // It is kept: another visit of the page needs no job.
    await page.reload();
    await expect(table.getByRole('rowheader')).toHaveCount(columns);

    await house.go('Predict');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    const why = page.getByRole('region', { name: /^Why/ });
    await expect(why).toBeVisible();
    const steps = why.getByRole('table', { name: /^What each column adds to the answer/ });
    await looksRight(page);
    await addsUp(steps);
    if (columns > 7) {
      await why.getByRole('button', { name: 'Each column by itself' }).click();
      await addsUp(steps);
    }
    await context.close();
  });

test('a linear model is asked what it looks at, and tells no reasons', async ({ page }) => {
  const path = dataFile('penguins.csv');
  test.skip(!path, noData('penguins.csv'));
  const house = new House(page);
  await house.enter();
  await house.firstModel({ name: 'penguins.csv', text: csvPart(csvLines(path!), 0, 400) }, 'Linear model');
  await house.go('Evaluate');
  await house.press('Find out what it looks at');
  const section = page.getByRole('region', { name: /^What it looks at/ });
  await expect(section.getByRole('rowheader').first()).toBeVisible();
  await expect(section.getByRole('button', { name: 'Gain' })).toHaveCount(0);
  await house.go('Predict');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expect(page.getByText(/with a probability of/)).toBeVisible();
  await expect(page.getByRole('region', { name: /^Why/ })).toHaveCount(0);
});

test('of many columns with long names the first fifteen are shown, the rest on demand, on a narrow page', async ({
  browser,
}) => {
  const context = await browser.newContext({
    ...{ colorScheme: 'dark', viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  const house = new House(page);
  await house.enter();
  await house.firstModel({ name: 'wide.csv', text: wideCsv(30, 500) }, 'Boosted trees');
  await house.go('Evaluate');
  await house.press('Find out what it looks at');
  const section = page.getByRole('region', { name: /^What it looks at/ });
  const names = section.getByRole('table').getByRole('rowheader');
  await expect(names).toHaveCount(15);
  await looksRight(page);
  await section.getByRole('button', { name: 'Show 15 more columns' }).click();
  await expect(names).toHaveCount(30);
  await section.getByRole('button', { name: 'Only the first 15' }).click();
  await expect(names).toHaveCount(15);
  await house.go('Predict');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const why = page.getByRole('region', { name: /^Why/ });
  await expect(why).toContainText(/other columns/);
  await looksRight(page);
  await context.close();
});

/** Each of the first ten columns adds a bit less to the answer than the one before it. */
function wideCsv(columns: number, rows: number): string {
  const random = new Random(4);
  const names = Array.from(
    { length: columns },
    (_, at) => `${at}_${'a-measurement-with-a-very-long-name_'.repeat(at % 3 === 0 ? 3 : 0)}of machine`,
  );
  const lines = Array.from({ length: rows }, () => {
    const cells = names.map(() => random.normal());
    const score = cells.slice(0, 10).reduce((sum, cell, at) => sum + cell / (1 + at), 0);
    return [...cells.map((cell) => cell.toFixed(3)), score > 0 ? 'good' : 'bad'].join(',');
  });
  return `${[...names, 'answer'].join(',')}\n${lines.join('\n')}\n`;
}

/** The numbers of a table's last cells, a score before the answer that stands for it. */
async function cellsOf(table: Locator): Promise<readonly number[]> {
  const texts = await table.getByRole('cell').allTextContents();
  return texts.map((text) => parseFloat(text.trim().replace('−', '-').replace(/[<+,]/g, '')));
}

/** From the first line to the last each column's step is taken once. */
async function addsUp(steps: Locator): Promise<void> {
  const numbers = await cellsOf(steps);
  const [base, ...rest] = numbers;
  const answer = rest.pop()!;
  const reached = rest.reduce((sum, step) => sum + step, base!);
  const largest = Math.max(...numbers.map(Math.abs));
  // Each number is rounded to some digits of its own.
  expect(Math.abs(reached - answer)).toBeLessThan(0.005 * numbers.length + largest * 1e-4 * numbers.length);
}

async function looksRight(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    'the page is wider than the window',
  ).toBeLessThanOrEqual(0);
}
