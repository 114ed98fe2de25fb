import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { applicants, CHANGE, pageRows, shippedModel } from '../widget/shipped-model.ts';
import { hostWidget, policy, whenReady } from './widget-host.ts';

const table = applicants();
const drifted = pageRows(table, CHANGE, CHANGE + 300);
const next = pageRows(table, CHANGE + 300, CHANGE + 600);
const steady = { from: CHANGE - 600, learnt: pageRows(table, CHANGE - 600, CHANGE - 300) };

let model: Blob;
test.beforeAll(async () => {
  model = await shippedModel(table, CHANGE);
});

type Rows = typeof next;
const element = (page: Page) => page.locator('perennial-model');

/** Accuracy of what answers at present. */
function accuracy(page: Page, rows: Rows): Promise<number> {
  return element(page).evaluate(async (widget: HTMLElementTagNameMap['perennial-model'], rows) => {
    const predictions = await widget.predict(rows);
    return predictions.filter(({ answer }, row) => answer === rows[row]!['group']).length / rows.length;
  }, rows);
}

/** Who computes there. */
function engineOf(page: Page) {
  return element(page).evaluate((widget: HTMLElementTagNameMap['perennial-model']) => widget.state?.engine);
}

/** Learns the rows, and tells how often another version was promoted and the longest task of the page meanwhile. */
function learn(page: Page, rows: Rows) {
  return element(page).evaluate(async (widget: HTMLElementTagNameMap['perennial-model'], rows) => {
    let promotions = 0;
    let longest = 0;
    widget.addEventListener('promoted', () => promotions++);
    const watch = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    watch.observe({ type: 'longtask' });
    const learned = await widget.learn(rows);
    await new Promise((resolve) => setTimeout(resolve));
    for (const { duration } of watch.takeRecords()) longest = Math.max(longest, duration);
    return { rows: learned.rows, state: learned.state, promotions, longest };
  }, rows);
}

for (const [name, csp, tag, place, engine] of [
  ['a worker from its own text', policy('blob:'), '', 'worker', 'reference'],
  ['a worker that may compile', policy('blob:', "'wasm-unsafe-eval'"), '', 'worker', 'wasm'],
  [
    'the file that the embedder names',
    policy("'self'"),
    'worker-src="perennial-model.js"',
    'worker',
    'reference',
  ],
  ['the module of this very site', policy("'self'"), '', 'worker', 'reference'],
  ['the page, where workers are refused', policy("'none'"), '', 'page', 'reference'],
  ['a page that may compile', policy("'none'", "'wasm-unsafe-eval'"), '', 'page', 'wasm'],
] as const)
  test(`learns a change in a page with a strict policy, in ${name}`, async ({ page }, { annotations }) => {
    const host = await hostWidget(model, {
      tag: `<perennial-model headless src="model.perennial" ${tag}></perennial-model>`,
      csp,
    });
    await page.goto(host.url);
    expect(await whenReady(page)).toBe(place);
    expect(await engineOf(page)).toBe(engine);
    const shipped = await accuracy(page, next);
    const learned = await learn(page, drifted);
    expect(learned).toMatchObject({ rows: 300, state: { keeping: 'kept', learnt: 300 } });
    const better = await accuracy(page, next);
    expect(better).toBeGreaterThanOrEqual(shipped + 0.1);
    expect(learned.longest).toBeLessThanOrEqual(50);
    annotations.push({
      type: place,
      description: `${shipped} -> ${better}, longest task ${learned.longest} ms`,
    });
    await page.reload();
    await whenReady(page);
    expect(await accuracy(page, next)).toBe(better);
    expect(
      host.asked.filter((asked) => !/^GET \/(perennial-model\.js|model\.perennial)?$/.test(asked)),
    ).toEqual([]);
    await host.close();
  });

test('WebAssembly and plain TypeScript answer alike to the last bit, before and after they have learnt', async ({
  page,
}) => {
  const told = [];
  for (const compiled of ["'wasm-unsafe-eval'", '']) {
    const host = await hostWidget(model, {
      tag: '<perennial-model headless src="model.perennial"></perennial-model>',
      csp: policy('blob:', compiled),
    });
    await page.goto(host.url);
    await whenReady(page);
    const answers = await element(page).evaluate(
      async (widget: HTMLElementTagNameMap['perennial-model'], { drifted, next }) => {
        const seen: unknown[] = [];
        const look = async (rows: typeof next) => {
          for (const { answer, probabilities } of await widget.predict(rows))
            seen.push(answer, probabilities);
        };
        await look(next.slice(0, 1));
        await look(next);
        await widget.learn(drifted);
        await look(next);
        return seen;
      },
      { drifted, next },
    );
    expect(answers).toHaveLength(2 * (1 + 2 * next.length));
    told.push({ engine: await engineOf(page), answers });
    await host.close();
  }
  expect(told.map(({ engine }) => engine)).toEqual(['wasm', 'reference']);
  expect(told[0]!.answers).toEqual(told[1]!.answers);
});

test('promotes nothing where nothing has changed', async ({ page }) => {
  const before = await shippedModel(table, steady.from);
  const host = await hostWidget(before, {
    tag: '<perennial-model headless src="model.perennial"></perennial-model>',
  });
  await page.goto(host.url);
  await whenReady(page);
  expect(await learn(page, steady.learnt)).toMatchObject({ promotions: 0, state: { version: 1 } });
  await host.close();
});

test('answers one row within 5 ms', async ({ page }, { annotations }) => {
  const host = await hostWidget(model, {
    tag: '<perennial-model headless src="model.perennial"></perennial-model>',
  });
  await page.goto(host.url);
  await whenReady(page);
  const times = await element(page).evaluate(
    async (widget: HTMLElementTagNameMap['perennial-model'], rows) => {
      const times: number[] = [];
      for (const row of rows.slice(0, 100)) {
        const began = performance.now();
        await widget.predict([row]);
        times.push(performance.now() - began);
      }
      return times.sort((a, b) => a - b);
    },
    next,
  );
  annotations.push({ type: 'one row', description: `median ${times[50]} ms, 95 % ${times[95]} ms` });
  expect(times[50]).toBeLessThan(5);
  await host.close();
});

test('where nothing may be kept it predicts, learns, and says so', async ({ page }) => {
  const host = await hostWidget(model, {
    tag: '<perennial-model src="model.perennial"></perennial-model>',
    csp: `${policy('blob:')}; sandbox allow-scripts`,
  });
  // Its origin is nobody's, so that the model comes from another one.
  await page.route('**/model.perennial', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  await page.route('**/perennial-model.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  await page.goto(host.url);
  await whenReady(page);
  await expect(page.getByText('This browser keeps nothing for this page')).toBeVisible();
  expect(await learn(page, drifted)).toMatchObject({ rows: 300, state: { keeping: 'denied' } });
  await host.close();
});

test('of two tabs one keeps what it learns; the other says so', async ({ page, context }) => {
  const host = await hostWidget(model, { tag: '<perennial-model src="model.perennial"></perennial-model>' });
  await page.goto(host.url);
  await whenReady(page);
  await learn(page, drifted);
  const second = await context.newPage();
  await second.goto(host.url);
  await whenReady(second);
  await expect(second.getByText('Another tab keeps what is learnt')).toBeVisible();
  const better = await accuracy(page, next);
  expect(await accuracy(second, next)).toBe(better);
  await learn(second, drifted.slice(0, 60));
  await page.close();
  await second.reload();
  await whenReady(second);
  await expect(second.getByText('Another tab keeps what is learnt')).toBeHidden();
  expect(await accuracy(second, next)).toBe(better);
  await element(second).evaluate((widget: HTMLElementTagNameMap['perennial-model']) => widget.forget());
  await expect(second.getByText('Version 1', { exact: true })).toBeVisible();
  await host.close();
});

test.describe('the form', () => {
  const tag = '<perennial-model src="model.perennial" batch="10"></perennial-model>';

  test('predicts and takes answers by keyboard, and never submits a form of the host', async ({ page }) => {
    const host = await hostWidget(model, { tag: `<form action="/sent">${tag}</form>` });
    await page.goto(host.url);
    await page.getByLabel('salary').fill('65000');
    await page.getByLabel('elevel').selectOption('level3');
    await page.keyboard.press('Enter');
    await page.getByLabel('age').press('Enter');
    await expect(page.getByRole('status')).toContainText('with a probability of');
    await expect(page.getByText('"loan" is missing')).toBeVisible();
    await page.getByRole('button', { name: 'No', exact: true }).press('Enter');
    await page.getByRole('combobox', { name: 'group' }).selectOption('A');
    await page.getByRole('button', { name: 'Send' }).press('Space');
    await expect(page.getByText('Thank you. It stays on this device.')).toBeFocused();
    await expect(page.getByText('1 label waits')).toBeVisible();
    expect(page.url()).toBe(host.url);
    await host.close();
  });

  test('an answer goes where the next inputs cannot be read', async ({ page }) => {
    const host = await hostWidget(model, { tag });
    await page.goto(host.url);
    const predict = page.getByRole('button', { name: 'Predict' });
    const answer = page.getByRole('status').filter({ hasText: 'with a probability of' });
    await predict.click();
    await expect(answer).toBeVisible();
    await page.getByLabel('salary').pressSequentially('e');
    await predict.click();
    await expect(page.getByRole('alert')).toContainText('salary');
    await expect(answer).toBeHidden();
    await expect(page.getByRole('button', { name: 'Yes', exact: true })).toBeHidden();
    await page.getByLabel('salary').fill('65000');
    await predict.click();
    await expect(answer).toBeVisible();
    await host.close();
  });

  test('asks for answers that were drawn at random, in plain words', async ({ page }) => {
    const host = await hostWidget(model, { tag: tag.replace('batch', 'audit-rate="1" batch') });
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Predict' }).click();
    await expect(page.getByText('drawn at random to be checked')).toBeVisible();
    await host.close();
  });

  test('says what is wrong with the model’s file', async ({ page }) => {
    const host = await hostWidget(model, { tag: tag.replace('model.perennial', 'index.html') });
    await page.goto(host.url);
    await expect(page.getByRole('alert')).toContainText('the model’s file cannot be used'.replace('’', "'"));
    await host.close();
  });

  for (const language of ['en', 'de', 'ar'])
    for (const scheme of ['light', 'dark'] as const)
      test(`is accessible in ${language}, ${scheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width: language === 'de' ? 320 : 720, height: 900 });
        const host = await hostWidget(model, {
          tag: tag.replace('src', `lang="${language}" src`),
          csp: `${policy('blob:')}; style-src 'unsafe-inline'; img-src data:`,
          head: `<style>:root{color-scheme:light dark;background:Canvas}body{margin:16px}</style>`,
        });
        await page.goto(host.url);
        if (language === 'ar') await page.evaluate(() => (document.documentElement.dir = 'rtl'));
        await whenReady(page);
        await page.locator('[part=button]').click();
        await expect(page.getByRole('status')).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await page.screenshot({
          path: test.info().outputPath(`widget-${language}-${scheme}.png`),
          fullPage: true,
        });
        await host.close();
      });
});
