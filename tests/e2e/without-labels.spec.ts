import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Random } from '../../src/core/random.ts';
import { House } from './house.ts';

/** Rows whose answer is a coin, weighted by two of three columns; the size may be shifted. */
function csv(rows: number, seed: number, shift: number | null): string {
  const random = new Random(seed);
  const lines = Array.from({ length: rows }, () => {
    const [size, weight] = [random.normal() + (shift ?? 0), random.normal()];
    const isYes = random.uniform() < 1 / (1 + Math.exp(-(2 * size + weight)));
    const cells = [size.toFixed(4), weight.toFixed(4), ['red', 'green', 'blue'][random.below(3)]!];
    return [...cells, ...(shift === null ? [isYes ? 'yes' : 'no'] : [])].join(',');
  });
  return `size,weight,colour${shift === null ? ',answer' : ''}\n${lines.join('\n')}\n`;
}

for (const [name, options] of [
  ['light', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
  ['narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
] as const)
  test(`a file without labels is told its likely accuracy, what that assumes, and which column moved: ${name}`, async ({
    browser,
  }, info) => {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const house = new House(page);
    await house.enter();
    await house.firstModel({ name: 'known.csv', text: csv(2000, 1, null) }, 'Linear model');
    await house.go('Predict');
    await house.bring({ name: 'new.csv', text: csv(800, 2, 1.5) }, 'Drop a CSV file of rows to predict');

    await expect(page.getByRole('link', { name: 'Download' })).toBeVisible();
    const quality = page.getByRole('region', { name: /CBPE, confidence-based performance estimation/ });
    await expect(quality).toContainText(
      /Estimated accuracy without labels: \d\d\.\d% \(\d\d\.\d–\d\d\.\d%\)/,
    );
    await expect(quality).toContainText(/When labels were known it was .* on 300 report rows/);
    await expect(quality).toContainText(
      /only the features have changed, and as far as the calibrated probabilities come true/,
    );
    const moved = page.getByRole('region', { name: /distribution drift/ });
    await expect(moved).toContainText('1 of the 3 columns that the model reads is distributed otherwise');
    const rows = moved.getByRole('row');
    await expect(rows).toHaveCount(2);
    await expect(moved.getByRole('rowheader', { name: 'size' })).toBeVisible();
    await page.screenshot({ path: info.outputPath('check.png'), fullPage: true });
    await moved.getByRole('button', { name: 'Show all 3 comparisons' }).click();
    await expect(rows).toHaveCount(4);
    await looksRight(page);
    await context.close();
  });

async function looksRight(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    'the page is wider than the window',
  ).toBeLessThanOrEqual(0);
}
