import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { applicants, CHANGE, pageRows, shippedModel } from '../widget/shipped-model.ts';
import { scriptBytes } from './script-bytes.ts';
import { hostWidget, policy, whenReady } from './widget-host.ts';

test('the page loads at most 60 kB of scripts (gzip) before it stands, and no TensorFlow.js', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { total, files } = await scriptBytes(page);
  expect(total).toBeGreaterThan(10_000);
  expect(total, files.join(', ')).toBeLessThanOrEqual(61_440);
});

for (const [learner, module, computes] of [
  ['network', 'perennial-model.js', 'wasm'],
  ['boosted-trees', 'perennial-model-trees.js', 'reference'],
] as const)
  test(`all that the widget loads to predict and to learn with one kind of model takes at most 40 kB (gzip): ${learner}`, async ({
    page,
  }) => {
    const table = applicants();
    const host = await hostWidget(await shippedModel(table, CHANGE, { learner }), {
      tag: '<perennial-model src="model.perennial"></perennial-model>',
      csp: policy('blob:', "'wasm-unsafe-eval'"),
      modules: [module],
    });
    await page.goto(host.url);
    await whenReady(page);
    const engine = await page
      .locator('perennial-model')
      .evaluate((widget: HTMLElementTagNameMap['perennial-model']) => widget.state?.engine);
    expect(engine).toBe(computes);
    await page.locator('perennial-model').evaluate(
      async (widget: HTMLElementTagNameMap['perennial-model'], rows) => {
        await widget.predict(rows);
        await widget.learn(rows);
      },
      pageRows(table, CHANGE, CHANGE + 50),
    );
    const loaded = host.asked.map((asked) => asked.replace('GET /', '')).filter((name) => name !== '');
    expect([...loaded].sort()).toEqual(['model.perennial', module]);
    const script = readFileSync(new URL(`../../dist/widget/${module}`, import.meta.url));
    const bytes = gzipSync(script, { level: 9 }).length;
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(40 * 1024);
    await host.close();
  });
