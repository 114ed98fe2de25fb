import { expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';

const ROWS = 300_000;
const COLUMNS = 5000;

/** Six columns, of which the first one names the row, so that it can be known by its cells. */
function longText(): string {
  const lines = ['name,a,b,c,d,y'];
  for (let row = 1; row <= ROWS; row++)
    lines.push(`row ${row},${row % 97},${(row * 7) % 89},${row % 5},${(row * 3) % 11},${row % 1009}`);
  return `${lines.join('\n')}\n`;
}

function wideText(): string {
  const cells = (of: (column: number) => string | number) => Array.from({ length: COLUMNS }, (_, i) => of(i));
  return [cells((i) => `c${i}`), cells((i) => i), cells((i) => i * 2)]
    .map((line) => line.join(','))
    .join('\n');
}

const tableOf = (page: Page) => page.getByRole('region', { name: /^Rows of/ });
const rowAt = (page: Page, number: number) =>
  tableOf(page).locator(`tbody tr[aria-rowindex="${number + 1}"]`);
const drawnCells = (page: Page) => tableOf(page).locator('td, th').count();

test('of 300,000 rows a screen is drawn, and each of them can be reached: by keyboard, by number, by the bar', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.bring({ name: 'long.csv', text: longText() }, 'Drop a CSV file here');
  await expect(page.getByText('300,000 rows · 6 columns')).toBeVisible();
  const region = tableOf(page);
  await expect(region.locator('table')).toHaveAttribute('aria-rowcount', String(ROWS + 1));
  await expect(rowAt(page, 1)).toContainText('row 1');
  expect(await drawnCells(page)).toBeLessThan(600);

  await region.focus();
  await page.keyboard.press('End');
  await expect(rowAt(page, ROWS)).toContainText(`row ${ROWS}`);
  await expect(rowAt(page, ROWS)).toBeInViewport();
  expect(await drawnCells(page)).toBeLessThan(600);

  await page.keyboard.press('Home');
  await expect(rowAt(page, 1)).toBeInViewport();
  // A screen further down begins where the last one ended: no row is passed over.
  const lowest = await region.locator('tbody tr[aria-rowindex]').evaluateAll((rows) => {
    const bottom = document.querySelector('.scroll')!.getBoundingClientRect().bottom;
    const seen = rows.filter((row) => row.getBoundingClientRect().bottom <= bottom + 1);
    return Number(seen.at(-1)!.getAttribute('aria-rowindex')) - 1;
  });
  await page.keyboard.press('PageDown');
  await expect(rowAt(page, lowest + 1).getByRole('rowheader')).toBeInViewport({ ratio: 0.95 });
  await expect(rowAt(page, lowest)).toBeInViewport();

  await page.getByLabel('Number of a row').fill('123456');
  await page.keyboard.press('Enter');
  await expect(rowAt(page, 123_456)).toContainText('row 123456');
  await expect(rowAt(page, 123_456).getByRole('rowheader')).toBeInViewport({ ratio: 0.95 });

  await region.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await expect(rowAt(page, ROWS)).toBeInViewport();
  await region.evaluate((element) => (element.scrollTop = 0));
  await expect(rowAt(page, 1)).toBeInViewport();
});

test('of 5,000 columns a screen is drawn, and the last one is reached by keyboard and by name', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.bring({ name: 'wide.csv', text: wideText() }, 'Drop a CSV file here');
  await expect(page.getByText('2 rows · 5,000 columns')).toBeVisible();
  const region = tableOf(page);
  await expect(region.locator('table')).toHaveAttribute('aria-colcount', String(COLUMNS + 1));
  const head = (column: number) => region.locator(`thead th[aria-colindex="${column + 2}"]`);
  await expect(head(0)).toBeInViewport();
  expect(await region.getByRole('columnheader').count()).toBeLessThan(40);
  expect(await drawnCells(page)).toBeLessThan(150);

  await region.focus();
  await page.keyboard.press('Control+End');
  await expect(head(COLUMNS - 1)).toBeInViewport();
  await expect(head(COLUMNS - 1)).toContainText(`c${COLUMNS - 1}`);
  await expect(rowAt(page, 2).locator(`td[aria-colindex="${COLUMNS + 1}"]`)).toHaveText(
    new Intl.NumberFormat('en', { useGrouping: false }).format((COLUMNS - 1) * 2),
  );
  expect(await drawnCells(page)).toBeLessThan(150);
  await page.keyboard.press('Control+Home');
  await expect(head(0)).toBeInViewport();

  await page.getByLabel('Find one of 5,000 columns').fill('c2345');
  await expect(head(2345)).toBeInViewport();
  await expect(head(2345).getByRole('combobox', { name: 'Kind of c2345' })).toBeVisible();
  expect(await page.locator('main *').count()).toBeLessThan(3000);
});
