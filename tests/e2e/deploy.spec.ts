import { mkdtempSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Download, expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { House } from './house.ts';
import { serveStatic } from './static-host.ts';

const rows = Array.from({ length: 300 }, (_, i) => {
  const [height, girth] = [(i * 7) % 101, (i * 13) % 97];
  return `${height},${girth},${height + girth > 98 ? 'oak' : 'birch'}`;
});
const upload = { name: 'trees.csv', text: `height,girth,kind\n${rows.join('\n')}\n` };
const ROW = { height: 52, girth: 47 };

interface Prediction {
  readonly answer: string | number;
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
}

/** What the element in this page makes of the row. */
async function askElement(page: Page): Promise<Prediction> {
  return page.evaluate(async (row) => {
    await customElements.whenDefined('perennial-model');
    const element = document.querySelector('perennial-model') as HTMLElement & {
      predict(rows: readonly object[]): Promise<readonly Prediction[]>;
    };
    const [{ answer, probabilities }] = (await element.predict([row])) as [Prediction];
    return { answer, probabilities };
  }, ROW);
}

async function saved(page: Page, what: 'folder' | 'page'): Promise<string> {
  const button = page.getByRole('button', { name: `Download the ${what}` });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return pathOf(download);
}

async function pathOf(download: Download): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'deploy-')), download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

function unpack(zip: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

for (const [learner, module] of [
  ['Linear model', 'perennial-model.js'],
  ['Boosted trees', 'perennial-model-trees.js'],
] as const)
  test(`the live widget, a folder on another host and a page from disk without a network give the app’s own answer: ${learner}`, async ({
    page,
    browser,
  }) => {
    const house = new House(page);
    await house.enter();
    await house.firstModel(upload, learner);
    await house.go('Deploy');
    const live = page.getByRole('region', { name: 'As a visitor sees it' }).locator('perennial-model');
    await expect(live).toBeVisible();
    await expect(page.getByLabel('HTML to copy')).toContainText(`src="${module}"`);
    const expected = await askElement(page);
    expect(expected.probabilities[0]!.probability).toBeLessThan(1);

    const folder = unpack(await saved(page, 'folder'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.js'))).toEqual([module]);
    const host = await serveStatic(folder);
    const visitor = await browser.newContext({ serviceWorkers: 'block' });
    try {
      const elsewhere = await visitor.newPage();
      const complaints: string[] = [];
      elsewhere.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await elsewhere.goto(host.url);
      expect(await askElement(elsewhere)).toEqual(expected);
      expect(complaints.filter((text) => /Content Security|Refused/.test(text))).toEqual([]);
    } finally {
      await host.close();
    }

    await visitor.setOffline(true);
    const fromDisk = await visitor.newPage();
    const asked: string[] = [];
    fromDisk.on('request', (request) => asked.push(new URL(request.url()).protocol));
    await fromDisk.goto(`file://${await saved(page, 'page')}`);
    expect(await askElement(fromDisk)).toEqual(expected);
    expect(asked.filter((protocol) => protocol.startsWith('http'))).toEqual([]);
    await visitor.close();

    await house.go('Predict');
    await page.getByLabel('height').fill(String(ROW.height));
    await page.getByLabel('girth').fill(String(ROW.girth));
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await expect(page.getByRole('region', { name: 'The answer' })).toContainText(String(expected.answer));
  });

test('options change the snippet, which can be copied; keys reach the page; axe finds nothing serious', async ({
  browser,
}) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const house = new House(page);
  await house.enter();
  await house.firstModel(upload, 'Linear model');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: 'Deploy', level: 1 })).toBeVisible();
  const snippet = page.getByLabel('HTML to copy');
  await expect(snippet).toContainText('<perennial-model src="model.perennial"></perennial-model>');
  await page.getByLabel('Ask for the true answer').selectOption('For 1 in 20 answers');
  await expect(snippet).toContainText('audit-rate="0.05"');
  await page.getByRole('checkbox', { name: 'It learns on' }).uncheck();
  await expect(snippet).toContainText('learn="off"');
  await expect(page.getByLabel('Ask for the true answer')).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Without a form' }).check();
  await expect(snippet).toContainText('headless');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await snippet.textContent());
  await expect(page.locator('perennial-model')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id }) => id)).toEqual([]);
  await context.close();
});
