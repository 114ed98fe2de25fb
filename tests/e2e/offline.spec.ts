import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, type Page, test } from '@playwright/test';
import { takeRows } from '../../src/core/table.ts';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { contentSecurityPolicy } from '../../src/seal/headers.ts';
import { browserArguments, browserPath } from '../browser.ts';
import { House } from './house.ts';
import { serveStatic } from './static-host.ts';

const concepts = sea.generate(16_000, 5);
const rows = (name: string, from: number, to: number) => ({
  name,
  text: csvText(
    takeRows(
      concepts,
      Uint32Array.from({ length: to - from }, (_, i) => from + i),
    ),
    { header: true },
  ),
});

/** The app is there, and all of it is stored on this device. */
async function stored(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Grow a model from your own data');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
}

/** Unfolds the options of this title, unless they are. */
async function opened(page: Page, title: string, field: string): Promise<void> {
  if (!(await page.getByLabel(field, { exact: true }).isVisible())) await page.getByText(title).click();
}

/** Trains once more, with this engine. */
async function trainOn(house: House, engine: string): Promise<void> {
  const { page } = house;
  await house.go('Train');
  const again = page.getByRole('button', { name: 'Train again' });
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await expect(again.or(train).first()).toBeVisible();
  if (await again.isVisible()) await again.click();
  await page.getByRole('radio', { name: 'Linear model', exact: true }).check();
  await opened(page, 'Options of linear model', 'Epochs');
  await page.getByLabel('Epochs', { exact: true }).fill('1');
  await opened(page, 'Rows, seed and engine', 'Engine');
  await page.getByLabel('Engine', { exact: true }).selectOption(engine);
  await train.click();
  await expect(page.getByRole('heading', { name: /Model \d+ is ready/ })).toBeVisible();
}

test('from a plain host, under a path: one visit, then the whole walk with no network at all', async ({
  page,
  context,
}) => {
  const host = await serveStatic('dist', '/some/path/');
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(host.url);
  await stored(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.getByText(/shares this browser storage/)).toBeVisible();
  await context.setOffline(true);
  await host.close();

  const house = new House(page);
  await page.reload();
  await house.firstModel(rows('before.csv', 0, 3000), 'Linear model');
  await page.getByRole('button', { name: 'Train again' }).click();
  await opened(page, 'Rows, seed and engine', 'Engine');
  const offered = await page
    .getByLabel('Engine', { exact: true })
    .locator('option:not([disabled])')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  const engines = offered.filter((engine) => engine !== 'auto');
  expect(engines).toEqual(
    expect.arrayContaining(['reference', 'wasm', 'webgpu', 'tfjs-cpu', 'tfjs-wasm', 'tfjs-webgpu']),
  );
  for (const engine of engines) await trainOn(house, engine);

  await house.go('Evaluate');
  expect(await house.score('accuracy')).toBeGreaterThan(60);
  await house.go('Learn');
  await house.bring(rows('after.csv', 12_000, 15_000), 'Drop new labelled rows');
  await expect(page.getByText('Promoted', { exact: true }).first()).toBeVisible();
  await page.reload();
  await house.go('Predict');
  await house.press('Predict');
  await expect(page.getByText(/with a probability of/)).toBeVisible();
  await house.go('Models');
  await expect(page.getByRole('button', { name: /^Version 2/ })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('it works without a network')).toBeVisible();
  await house.press('Save as one file…');
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Save the file' }).click();
  expect((await download).suggestedFilename()).toBe('before.perennial');

  const { origin } = new URL(host.url);
  expect(requests.filter((url) => !url.startsWith(origin) && !/^(blob|data):/.test(url))).toEqual([]);
});

test('what would send is refused, on the page and in a worker, and a hard reload is sealed as well', async ({
  page,
}) => {
  const host = await serveStatic('dist');
  await page.goto(host.url);
  await stored(page);
  const before = host.asked.length;
  const attempt = () =>
    Promise.all(
      [
        ['http://127.0.0.1:9/', 'GET'],
        ['/?leak=1', 'GET'],
        ['/', 'POST'],
        ['/leak', 'GET'],
      ].map(([url, method]) =>
        fetch(new URL(url!, location.origin), { method: method! }).then(
          ({ status }) => status,
          () => 'blocked',
        ),
      ),
    );
  const refused = ['blocked', 403, 403, 403];
  expect(await page.evaluate(attempt)).toEqual(refused);
  const workers = page.workers().filter((worker) => worker.url().includes('workspace-worker'));
  expect(workers).toHaveLength(1);
  expect(await workers[0]!.evaluate(attempt)).toEqual(refused);
  expect(host.asked.slice(before)).toEqual([]);
  const said = await page.evaluate(async () => (await fetch('/?leak=1')).text());
  expect(said).toBe(
    'Perennial refuses this request: a query could carry data to the host. Nothing was sent.',
  );

  // Past the service worker the page comes as the host has it; the gate loads it once more.
  await page.evaluate(() => (document.documentElement.dataset['before'] = 'yes'));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.reload', { ignoreCache: true });
  await expect(page.locator('html[data-before]')).toHaveCount(0);
  await expect(page.locator('meta[name=perennial-release]')).toHaveCount(1);
  await stored(page);
  expect(host.asked.slice(before)).toContain('GET /');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await host.close();
});

test('where nothing seals the page, it opens no data and says what helps', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const host = await serveStatic('dist');
  await page.goto(host.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'This page is not sealed, so it opens no data',
  );
  await expect(page.getByRole('alert')).toContainText('service worker could not be registered');
  expect(page.workers()).toEqual([]);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await context.close();
  await host.close();
});

test('a host that seals needs no service worker', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ serviceWorkers: 'block', baseURL: baseURL! });
  const page = await context.newPage();
  await page.goto('/#/settings');
  await expect(page.getByText('The app is not stored on this device')).toBeVisible();
  await context.close();
});

test('sealed by its host but not isolated, it works on one thread and says what is missing', async ({
  browser,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const host = await serveStatic('dist', '/', { 'Content-Security-Policy': contentSecurityPolicy() });
  await page.goto(host.url);
  const house = new House(page);
  await house.firstModel(rows('rows.csv', 0, 1000), 'Linear model');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  const shared = page.workers().map((worker) => worker.evaluate(() => crossOriginIsolated));
  expect(shared.length).toBeGreaterThan(0);
  expect(await Promise.all(shared)).not.toContain(true);
  for (const engine of ['reference', 'tfjs-wasm']) await trainOn(house, engine);
  await house.go('Predict');
  await house.press('Predict');
  await expect(page.getByText(/with a probability of/)).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('The app is not stored on this device')).toBeVisible();
  await expect(page.getByText('Not isolated')).toBeVisible();
  await expect(page.getByText('each engine computes on one thread')).toBeVisible();
  await expect(page.getByText('no service worker here')).toBeVisible();
  await expect(page.getByText('What goes to the host does reach it')).toBeVisible();
  await context.close();
  await host.close();
});

test('the app can be installed', async ({ baseURL }) => {
  // A browser of its own: the tests' private contexts cannot install anything.
  const context = await chromium.launchPersistentContext('', {
    headless: true,
    executablePath: browserPath(),
    args: browserArguments,
  });
  const page = context.pages()[0]!;
  await page.goto(baseURL!);
  await stored(page);
  const devtools = await context.newCDPSession(page);
  const { url, data, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { icons, screenshots } = JSON.parse(data!) as {
    icons: { src: string; sizes: string; purpose?: string }[];
    screenshots: { src: string }[];
  };
  const sizes = icons.map((icon) => `${icon.sizes} ${icon.purpose ?? 'any'}`);
  expect(sizes).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']));
  const widths = await page.evaluate(
    (addresses) =>
      Promise.all(
        addresses.map(async (address) => {
          const image = Object.assign(new Image(), { src: address });
          await image.decode();
          return image.naturalWidth;
        }),
      ),
    [...icons, ...screenshots].map(({ src }) => new URL(src, url).href),
  );
  expect(widths.slice(1)).toEqual([192, 512, 512, 1280]);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
  await context.close();
});

test('a file with which the installed app is opened is read as if it had been dropped', async ({ page }) => {
  // No browser without a desktop opens an app with a file: the page gets a queue of ours, and a real handle from it.
  await page.addInitScript(() => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    Object.assign(globalThis, { launchConsumer: promise });
    Object.defineProperty(globalThis, 'launchQueue', { value: { setConsumer: resolve } });
  });
  await page.goto('/#/settings');
  await expect(page.getByRole('heading', { name: 'What keeps your data here' })).toBeVisible();
  await page.evaluate(
    async (text) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('launched.csv', { create: true });
      const writable = await handle.createWritable();
      await writable.write(text);
      await writable.close();
      type Consumer = (launch: { files: readonly FileSystemFileHandle[] }) => void;
      const { launchConsumer } = globalThis as unknown as { launchConsumer: Promise<Consumer> };
      (await launchConsumer)({ files: [handle] });
    },
    rows('launched.csv', 0, 200).text,
  );
  await expect(page.getByRole('button', { name: /^Predict / })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Rename project launched' })).toBeVisible();
});
