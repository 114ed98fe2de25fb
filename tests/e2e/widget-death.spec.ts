import { expect, type Page, test } from '@playwright/test';
import { applicants, CHANGE, pageRows, shippedModel } from '../widget/shipped-model.ts';
import { hostWidget, policy, whenReady } from './widget-host.ts';

type Widget = HTMLElementTagNameMap['perennial-model'];

const table = applicants();
const rows = pageRows(table, CHANGE, CHANGE + 300);

/** The house, which ends itself when it is told to: as a browser ends a worker that is out of memory, nothing says so. */
const DYING = `import './perennial-model.js';
new BroadcastChannel('death').onmessage = () => close();`;

async function hostDying() {
  return hostWidget(await shippedModel(table, CHANGE), {
    tag: '<perennial-model src="model.perennial" worker-src="dying.js"></perennial-model>',
    csp: policy("'self'"),
    files: { 'dying.js': DYING },
  });
}

/** Answers are asked for, then the worker dies: what came of them, what was told, and where it works from then on. */
function die(page: Page) {
  return page.locator('perennial-model').evaluate(async (widget: Widget, rows) => {
    const told: string[] = [];
    widget.addEventListener('error', ({ detail }) => told.push(detail.code));
    const back = new Promise((resolve) => widget.addEventListener('ready', resolve, { once: true }));
    const asked = Promise.allSettled([widget.learn(rows), widget.predict(rows)]);
    const channel = new BroadcastChannel('death');
    channel.postMessage(null);
    const outcomes = (await asked).map(({ status }) => status);
    await back;
    channel.close();
    return { outcomes, told, place: widget.place };
  }, rows);
}

test('a worker that dies without a word is missed; its place is taken, once by another', async ({ page }) => {
  const host = await hostDying();
  await page.goto(host.url);
  expect(await whenReady(page)).toBe('worker');
  await page.getByLabel('salary').fill('65000');
  const { outcomes, told, place } = await die(page);
  expect(outcomes).toContain('rejected');
  expect(told).toContain('worker-died');
  expect(place).toBe('worker');
  expect((await die(page)).place).toBe('page');
  await expect(page.getByLabel('salary')).toHaveValue('65000');
  await expect(page.getByRole('alert')).toContainText('it is started again from what was kept');
  await page.getByRole('button', { name: 'Predict' }).click();
  await expect(page.getByRole('status')).toContainText('with a probability of');
  await host.close();
});

test('a worker that nobody would miss is not used', async ({ page }) => {
  const host = await hostDying();
  await page.addInitScript(() => {
    LockManager.prototype.request = () => Promise.reject(new Error('refused'));
  });
  await page.goto(host.url);
  expect(await whenReady(page)).toBe('page');
  await host.close();
});
