import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { takeRows } from '../../src/core/table.ts';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { fileOf, House } from './house.ts';

const concepts = sea.generate(4000, 6);
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

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

for (const [name, options] of [
  ['light', { colorScheme: 'light', viewport: { width: 1280, height: 900 } }],
  ['dark and narrow', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
] as const)
  test(`axe finds nothing serious on any page, and no page scrolls sideways: ${name}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const house = new House(page);
    const look = async (where: string) => {
      expect(await serious(page), where).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${where} is wider than the window`).toBeLessThanOrEqual(0);
    };
    await house.enter();
    await look('Home');
    await house.firstModel(part('sea.csv', 0, 1500), 'Linear model');
    await look('Train');
    for (const stage of ['Data', 'Evaluate', 'Predict', 'Deploy'] as const) {
      await house.go(stage);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (stage === 'Evaluate')
        await expect(page.getByRole('region', { name: /reliability diagram/ }).locator('svg')).toBeVisible();
      await look(stage);
    }
    await house.go('Learn');
    await house.bring(part('more.csv', 1500, 2500), 'Drop new labelled rows');
    await expect(page.getByRole('heading', { name: 'Everything it learnt on' })).toBeVisible();
    await look('Learn');
    await house.go('Models');
    await look('Models');
    await context.close();
  });

test('the keyboard alone goes from a file to a prediction', async ({ page }) => {
  const house = new House(page);
  const { page: keys } = house;
  const press = async (name: RegExp | string, role: 'button' | 'link' = 'button') => {
    const control = keys.getByRole(role, { name, exact: true }).first();
    await expect(control).toBeEnabled();
    for (let tabs = 0; tabs < 80; tabs++) {
      if (await control.evaluate((element) => element === document.activeElement)) break;
      await keys.keyboard.press('Tab');
    }
    await expect(control).toBeFocused();
    await keys.keyboard.press('Enter');
  };
  await house.enter();
  const chooser = keys.waitForEvent('filechooser');
  await press(/Choose a file/);
  await (await chooser).setFiles(fileOf(part('sea.csv', 0, 1000)));
  await press(/^Predict class/);
  await press('Train');
  await expect(keys.getByRole('heading', { name: 'Model 1 is ready' })).toBeVisible();
  await keys.keyboard.press('g');
  await keys.keyboard.press('p');
  await expect(keys.getByRole('heading', { level: 1, name: 'Predict' })).toBeVisible();
  await press('Predict');
  await expect(keys.getByText(/with a probability of/)).toBeVisible();
  await keys.keyboard.press('?');
  await expect(keys.getByRole('dialog')).toBeVisible();
});
