import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { csvLines, csvPart, dataFile, noData } from '../data.ts';
import exchange from '../reference/exchange.json' with { type: 'json' };
import { House } from './house.ts';

/** Presses the button, and keeps what is downloaded. */
async function saved(page: Page, title: 'XGBoost' | 'LightGBM'): Promise<string> {
  const button = page.getByRole('button', { name: `Download for ${title}` });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const path = join(mkdtempSync(join(tmpdir(), 'trees-')), download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

async function looksRight(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, 'the page is wider than the window').toBeLessThanOrEqual(0);
}

/** What axe has to say, and of which elements. */
async function seriousViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${any[0]?.message ?? ''} ${html}`));
}

test('trees of the loan applicants go out to XGBoost and to LightGBM, come in from both, and answer the same', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.press(/^Generate .*Agrawal/i);
  await house.press(/^Predict /);
  await page.getByRole('radio', { name: 'Boosted trees', exact: true }).check();
  await page.getByText('Options of boosted trees').click();
  await page.getByLabel('Trees', { exact: true }).fill('40');
  await house.press('Train');
  await expect(page.getByRole('heading', { name: /Model 1 is ready/ })).toBeVisible();
  await house.go('Evaluate');
  const before = [await house.score('accuracy'), await house.score('log loss')];

  await house.go('Deploy');
  const files = [await saved(page, 'LightGBM')];
  await expect(page.getByText(/Read back, it predicted the same of .* to the last digit/)).toBeVisible();
  files.push(await saved(page, 'XGBoost'));
  await expect(page.getByText(/Read back, it predicted the same of [\d,]+ report rows and of/)).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);

  for (const [at, path] of files.entries()) {
    await house.go('Models');
    const region = page.getByRole('region', { name: 'Bring in a model' });
    // So slow that any colour on its way to another is met there: words are legible at every moment.
    await page.evaluate(() => document.documentElement.style.setProperty('--motion', '60s linear'));
    await region.locator('input[type=file]').setInputFiles(path);
    await expect(region.getByText(at === 0 ? 'Saved by LightGBM' : 'Saved by XGBoost')).toBeVisible();
    await expect(region.getByText('2 classes')).toBeVisible();
    if (at === 0) expect(await seriousViolations(page)).toEqual([]);
    await region.getByRole('button', { name: 'Bring it in' }).click();
    await expect(page.getByText(`The model is kept as version ${at + 2}`)).toBeVisible();
    await house.go('Evaluate');
    await choose(page, at + 2);
    await expect(page.getByRole('heading', { level: 2, name: /^Right in \d+ of 100 cases/ })).toBeVisible();
    expect([await house.score('accuracy'), await house.score('log loss')]).toEqual(before);
  }
});

/** Shows a version by the page's own choice of versions. */
async function choose(page: Page, version: number): Promise<void> {
  const picker = page.getByRole('combobox', { name: 'Version', exact: true });
  const option = picker.getByRole('option', { name: new RegExp(`^Version ${version}\\b`) });
  await picker.selectOption(await option.getAttribute('value'));
  await expect(page).toHaveURL(/version=/);
}

/** The chances that a file of rows is filled in with. */
async function predicted(page: Page, house: House, rows: string): Promise<readonly number[]> {
  await house.bring({ name: 'asked.csv', text: rows }, 'Drop a CSV file of rows to predict');
  const link = page.getByRole('link', { name: 'Download' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  return lines.slice(1).map((line) => Number(line.split(',').at(-1)));
}

// Real people: nine columns of categories, some with cells that are missing.
const ADULTS = 'adult-train.csv';
for (const { title, ...options } of [
  { title: 'LightGBM', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { title: 'XGBoost', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const)
  test(`trees of the census go out to ${title} and come in again: same scores, same chances, the same reasons`, async ({
    browser,
  }) => {
    const path = dataFile(ADULTS);
    test.skip(!path, noData(ADULTS));
    const lines = csvLines(path!);
    const asked = csvPart(lines, 6000, 6400);
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const house = new House(page);
    await house.enter();
    await house.firstModel({ name: ADULTS, text: csvPart(lines, 0, 6000) }, 'Boosted trees');
    await house.go('Evaluate');
    const before = [await house.score('ROC AUC'), await house.score('log loss')];
    await house.go('Predict');
    const chances = await predicted(page, house, asked);
    expect(new Set(chances).size).toBeGreaterThan(200);

    await house.go('Deploy');
    const file = await saved(page, title);
    await expect(
      page.getByText(/Read back, it predicted the same of [\d,]+ report rows and of/),
    ).toBeVisible();
    await looksRight(page);
    await house.go('Models');
    const region = page.getByRole('region', { name: 'Bring in a model' });
    await region.locator('input[type=file]').setInputFiles(file);
    await expect(region.getByText(`Saved by ${title}`)).toBeVisible();
    await looksRight(page);
    await region.getByRole('button', { name: 'Bring it in' }).press('Enter');
    await expect(page.getByText('The model is kept as version 2')).toBeVisible();

    await house.go('Evaluate');
    await choose(page, 2);
    await expect(page.getByRole('heading', { level: 2, name: /^Right in \d+ of 100 cases/ })).toBeVisible();
    expect([await house.score('ROC AUC'), await house.score('log loss')]).toEqual(before);
    await expect(
      page.getByText('whether it has learnt some of them elsewhere is not known here'),
    ).toBeVisible();
    await house.press('Find out what it looks at');
    const looks = page.getByRole('region', { name: /^What it looks at/ });
    await expect(looks).toContainText('report rows, some of which it may have learnt elsewhere');
    await looksRight(page);
    await house.go('Predict');
    await choose(page, 2);
    await house.press('Predict');
    await expect(page.getByRole('region', { name: /^Why/ })).toBeVisible();
    const again = await predicted(page, house, asked);
    expect(again).toHaveLength(chances.length);
    for (const [row, chance] of again.entries()) expect(Math.abs(chance - chances[row]!)).toBeLessThan(1e-6);
    await context.close();
  });

const HEAD = [
  'tree',
  'version=v4',
  'num_class=1',
  'num_tree_per_iteration=1',
  'label_index=0',
  'max_feature_idx=1',
  'objective=binary sigmoid:1',
  'feature_names=girth bark',
  'feature_infos=[0:1] [0:1]',
  'tree_sizes=0',
];

test('what is no model, or none that a table here can answer, is refused in words, and the next file is taken by keyboard alone', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  const lines = Array.from({ length: 200 }, (_, row) => `${row % 40},${row % 40 > 20 ? 'oak' : 'birch'}`);
  await house.bring(
    { name: 'trees.csv', text: `height,kind\n${lines.join('\n')}\n` },
    'Drop a CSV file here',
  );
  await house.press(/^Predict /);
  await house.go('Models');
  const region = page.getByRole('region', { name: 'Bring in a model' });
  const alert = region.getByRole('alert');
  const folder = mkdtempSync(join(tmpdir(), 'trees-'));
  const give = async (text: string, name = 'model.txt') => {
    const path = join(folder, name);
    writeFileSync(path, text);
    const button = region.locator('button', { hasText: 'Choose a model' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.press('Enter')]);
    await chooser.setFiles(path);
  };
  /** What had the focus is gone: it goes to the section's head, where the reason stands. */
  const refuses = async (words: string) => {
    await expect(alert).toContainText(words);
    await expect(region).toBeFocused();
  };
  await give('hello');
  await refuses('neither a model of XGBoost in JSON nor one of LightGBM');
  await looksRight(page);
  await give('{"learner":{"attributes":{},"feature_names":["hei', 'model.json');
  await refuses('it is not JSON, or is cut off; save it again');
  await give(HEAD.join('\n'));
  await refuses('no line "end of trees": it is cut off');
  const linear = { objective: { name: 'reg:squarederror' }, gradient_booster: { name: 'gblinear' } };
  const learner = { learner_model_param: { num_feature: '1' }, feature_names: ['height'], ...linear };
  await give(JSON.stringify({ learner }), 'model.json');
  await refuses('its booster is "gblinear"');
  const large = join(folder, 'large.json');
  writeFileSync(large, '{');
  truncateSync(large, 3 * 2 ** 30);
  await region.locator('input[type=file]').setInputFiles(large);
  await refuses('The file has 3072 MiB; a model of trees may have 256');
  rmSync(large);
  await give(`${HEAD.join('\n')}\n\nend of trees\n`);
  await refuses('no column for 2 of the file\'s 2 features: "girth", "bark"');
  await alert.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(alert).toBeHidden();
});

for (const { look, ...options } of [
  { look: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { look: 'dark and narrow', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const)
  test(`features without a name are given their columns by a person, however long these are called: ${look}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const { text, predicted } = exchange.models.find(
      ({ system, name }) => system === 'xgboost' && name === 'binary',
    )!;
    const names = [
      'a measured size of the dwelling in square metres, without its cellar and its stairs',
      'city',
      'rooms',
      'ageoftheyoungestofallwhohaveeverlivedinitwithoutanyblanktobreakat',
    ];
    const kept = 'keptforalltimebythosewhohadbuiltitandneverthoughtofleaving';
    const sold = 'soldaftermanyvisitsofpeoplewhocouldnotdecidewhattodo';
    const lines = [[names[2], names[1], names[3], names[0], 'sold'].map((name) => `"${name}"`).join(',')];
    for (let row = 0; row < 12 * exchange.rows; row++) {
      const [size, city, rooms, age] = exchange.cells.slice(4 * (row % exchange.rows)).slice(0, 4);
      const label = city === null ? '' : exchange.plainCities[city!]!;
      lines.push(
        [rooms, label, age, size ?? '', predicted[row % exchange.rows]! > 0.5 ? sold : kept].join(','),
      );
    }
    const house = new House(page);
    await house.enter();
    await house.bring({ name: 'homes.csv', text: `${lines.join('\n')}\n` }, 'Drop a CSV file here');
    await house.press(/^Predict /);
    await house.go('Models');
    const region = page.getByRole('region', { name: 'Bring in a model' });
    await region.locator('input[type=file]').setInputFiles({
      name: 'a model that somebody has trained in a notebook and saved under a name of great length.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        text.replace(/"feature_names":\[[^\]]*\]/u, '"feature_names":["f0","f1","f2","f3"]'),
      ),
    });
    const columns = region.getByRole('group', { name: 'Which column is which feature' });
    await expect(columns.getByLabel('f0')).toHaveValue('rooms');
    // By the columns' own order it cannot be: texts stand where it asks for numbers.
    await columns.getByLabel('f1').selectOption(names[0]!);
    await region.getByRole('button', { name: 'Bring it in' }).click();
    await expect(region.getByRole('alert')).toContainText(
      'as a number, but the column "city" is of kind category',
    );
    await looksRight(page);
    for (const [at, name] of names.entries()) await columns.getByLabel(`f${at}`).selectOption(name);
    for (const [at, name] of names.entries()) await expect(columns.getByLabel(`f${at}`)).toHaveValue(name);
    await region.getByRole('button', { name: 'Bring it in' }).press('Enter');
    await expect(page.getByText('Champion v1')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Versions' })).toBeFocused();
    await looksRight(page);
    await house.go('Evaluate');
    expect(await house.score('accuracy')).toBe(100);
    await looksRight(page);
    const matrix = page.getByRole('table', { name: /^Confusion matrix/ });
    expect(
      await matrix.evaluate(({ scrollWidth, parentElement }) => scrollWidth - parentElement!.clientWidth),
      'the matrix is wider than its card',
    ).toBeLessThanOrEqual(0);
    await house.go('Predict');
    await house.press('Predict');
    await expect(page.getByRole('region', { name: /^Why/ })).toBeVisible();
    await looksRight(page);
    await house.go('Deploy');
    await looksRight(page);
    await context.close();
  });
