import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { takeRows } from '../../src/core/table.ts';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { fileOf, House } from './house.ts';

/** What a person does with the player, and sees of it. */
class Player {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async row(): Promise<number> {
    const text = await this.page.getByText(/^row [\d,]+ of/).textContent();
    return Number(/row ([\d,]+)/.exec(text!)![1]!.replaceAll(',', ''));
  }

  /** As fast as it can to this row or beyond, and stands still there. */
  async runTo(row: number): Promise<void> {
    await this.page.getByLabel('Speed').selectOption('As fast as it can');
    await expect.poll(() => this.row(), { intervals: [50] }).toBeGreaterThanOrEqual(row);
    await this.page.getByRole('button', { name: 'Pause' }).click();
    await expect(this.page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  }

  /** What happened up to this row, in the order in which it did. */
  async marks(upTo: number): Promise<readonly string[]> {
    const texts = await this.page
      .getByRole('list', { name: 'Marks' })
      .getByRole('listitem')
      .allTextContents();
    const rowOf = (text: string) => Number(/Row ([\d,]+)/.exec(text)![1]!.replaceAll(',', ''));
    return texts.filter((text) => rowOf(text) <= upTo).reverse();
  }

  /** The share of the newest rows that a player got right, in percent. */
  async lately(player: 'champion' | 'frozen'): Promise<number> {
    const card = this.page.getByRole('list', { name: 'Accuracy so far' }).locator(`[data-player=${player}]`);
    return Number(/([\d.]+)% of the newest/.exec((await card.textContent())!)![1]);
  }
}

test('one click from the empty home: a picture that runs, stands still, steps, and is the same once more', async ({
  page,
}) => {
  const player = new Player(page);
  await new House(page).enter();
  await page.getByRole('link', { name: 'Watch it learn' }).click();
  await expect(page.getByText(/^row [\d,]+ of 8,000/)).toBeVisible();

  await page.getByRole('main').press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const paused = await player.row();
  await page.getByRole('main').press('.');
  await expect.poll(() => player.row()).toBe(paused + 1);
  await page.getByRole('main').press('Shift+>');
  await expect.poll(async () => ((await player.row()) - 1000) % 250).toBe(0);
  expect(await player.row()).toBeGreaterThan(paused);

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  await page.getByLabel('Every batch learnt').check();
  await page.getByRole('main').press('Space');
  // The rules change at row 2,000.
  await player.runTo(3000);
  const marks = await player.marks(3000);
  expect(marks.some((mark) => /drift noticed/.test(mark))).toBe(true);
  expect(marks.some((mark) => /challenger promoted/.test(mark))).toBe(true);
  expect(marks.length).toBeGreaterThanOrEqual(8);
  expect(await player.lately('champion')).toBeGreaterThan((await player.lately('frozen')) + 10);

  await page.getByRole('button', { name: 'Restart' }).click();
  await expect.poll(() => player.marks(3000)).toEqual([]);
  await player.runTo(3000);
  expect(await player.marks(3000)).toEqual(marks);

  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Grow a model from your own data' })).toBeVisible();
});

test('what watches the errors is chosen, and says that it was it', async ({ page }) => {
  const player = new Player(page);
  await new House(page).enter();
  await page.getByRole('link', { name: 'Watch it learn' }).click();
  await expect(page.getByText(/^row [\d,]+ of 8,000/)).toBeVisible();
  await expect(page.getByLabel('Drift detector')).toHaveValue('hddm-a');
  await page.getByLabel('Drift detector').selectOption('RDDM');
  await expect(page.getByText('Drift is noticed by RDDM')).toBeVisible();
  await player.runTo(3000);
  const drifts = (await player.marks(3000)).filter((mark) => /drift noticed/.test(mark));
  expect(drifts.length).toBeGreaterThan(0);
  for (const drift of drifts) expect(drift).toContain('for RDDM.');
});

test('a project’s champion is played on with a file, and stays as it is', async ({ page }) => {
  const stream = sea.generate(2000, 6);
  const part = (name: string, from: number, to: number) => {
    const rows = Uint32Array.from({ length: to - from }, (_, index) => from + index);
    return { name, text: csvText(takeRows(stream, rows), { header: true }) };
  };
  const player = new Player(page);
  const house = new House(page);
  await house.enter();
  await house.firstModel(part('sea.csv', 0, 500), 'Linear model');
  await house.go('Learn');
  await page.getByRole('link', { name: 'Watch it learn' }).click();
  await page.getByLabel('Rows from').selectOption('champion');
  await page.getByLabel('File to play').setInputFiles(fileOf(part('later.csv', 1500, 2000)));
  await expect(page.getByText(/^row [\d,]+ of 500/)).toBeVisible();
  await page.getByLabel('Speed').selectOption('As fast as it can');
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible();
  expect(await player.row()).toBe(500);
  await house.go('Models');
  await expect(page.getByText(/Version 2/)).toHaveCount(0);
});
