import { expect, type Locator, test } from '@playwright/test';
import { widgetModuleOf } from '../../src/core/widget-family.ts';
import { forward } from '../../src/math/dense.ts';
import { openHouse } from '../workspace/house-for-test.ts';
import { runJob } from '../workspace/in-process.ts';
import { learnRows, range, rowsOf } from '../workspace/labelled-rows.ts';
import { applicants, CHANGE, pageRows, shippedModel } from '../widget/shipped-model.ts';
import { hostWidget, policy, whenReady } from './widget-host.ts';

const table = applicants();
const asked = pageRows(table, CHANGE + 300, CHANGE + 340);
const BATCHES = range(0, 6).map((batch) => CHANGE + 50 * batch);

type Widget = HTMLElementTagNameMap['perennial-model'];
type Rows = typeof asked;

let trees: Blob;
test.beforeAll(async () => {
  trees = await shippedModel(table, CHANGE, { learner: 'boosted-trees' });
});

/** What the element makes of the rows. */
function answersOf(element: Locator, rows: Rows) {
  return element.evaluate(
    async (widget: Widget, rows) =>
      (await widget.predict(rows)).map(({ answer, probabilities }) => ({ answer, probabilities })),
    rows,
  );
}

/** What the app makes of them with the same file: before it has learnt, and once what learnt the same batches has been promoted by hand. */
async function appAnswers(file: Blob) {
  const app = openHouse({ openForward: async () => forward });
  const imported = { file, passphrase: null, ifPresent: 'refuse' } as const;
  const { projectId } = await runJob(app.workspace, 'import-archive', imported);
  const answers = async () => {
    const { aliases } = await app.workspace.project(projectId);
    const told = [];
    for (const row of asked) {
      const { answer, probabilities } = await app.workspace.predictRow(aliases.champion!.versionId, row);
      told.push({ answer, probabilities });
    }
    return told;
  };
  const before = await answers();
  const verdicts = [];
  for (const [index, from] of BATCHES.entries()) {
    const rows = rowsOf(table, 'group', range(from, from + 50));
    verdicts.push((await learnRows(app, projectId, rows, index + 2)).judgement.verdict);
  }
  const { challenger } = (await app.workspace.project(projectId)).aliases;
  await app.workspace.moveAlias(projectId, 'champion', challenger!.versionId, 'it has learnt');
  return { before, verdicts, after: await answers() };
}

for (const [place, workers] of [
  ['worker', 'blob:'],
  ['page', "'none'"],
] as const)
  test(`boosted trees answer and learn on as in the app, to the last bit, in a ${place} of a page with a strict policy`, async ({
    page,
  }) => {
    const expected = await appAnswers(trees);
    expect(expected.after).not.toEqual(expected.before);
    const host = await hostWidget(trees, {
      tag: '<perennial-model headless batch="50" src="model.perennial"></perennial-model>',
      csp: policy(workers),
      modules: ['perennial-model-trees.js'],
    });
    await page.goto(host.url);
    expect(await whenReady(page)).toBe(place);
    const element = page.locator('perennial-model');
    expect(await answersOf(element, asked)).toEqual(expected.before);
    const learnt = await element.evaluate(
      async (widget: Widget, batches) => {
        let longest = 0;
        const watch = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
        });
        watch.observe({ type: 'longtask' });
        const verdicts = [];
        for (const rows of batches) {
          const { state } = await widget.learn(rows);
          verdicts.push(state.judgement?.verdict);
        }
        await widget.promote();
        await new Promise((resolve) => setTimeout(resolve));
        for (const { duration } of watch.takeRecords()) longest = Math.max(longest, duration);
        return { verdicts, longest };
      },
      BATCHES.map((from) => pageRows(table, from, from + 50)),
    );
    expect(learnt.verdicts).toEqual(expected.verdicts);
    expect(learnt.longest).toBeLessThanOrEqual(50);
    expect(await answersOf(element, asked)).toEqual(expected.after);
    await page.reload();
    await whenReady(page);
    expect(await answersOf(element, asked)).toEqual(expected.after);
    await host.close();
  });

test('models of two kinds stand in one page, whichever file comes first; a file that comes later carries what waits for it', async ({
  page,
}) => {
  const linear = await shippedModel(table, CHANGE, { learner: 'linear' });
  const modules = ['boosted-trees', 'linear'].map((kind) => widgetModuleOf(kind)!);
  for (const loaded of [modules, modules.toReversed(), modules.slice(1)]) {
    const host = await hostWidget(trees, {
      tag: ['model', 'linear']
        .map((name) => `<perennial-model headless id="${name}" src="${name}.perennial"></perennial-model>`)
        .join(''),
      modules: loaded,
      files: { 'linear.perennial': new Uint8Array(await linear.arrayBuffer()) },
    });
    await page.goto(host.url);
    if (loaded.length === 1) {
      const refusal = page.locator('#model').evaluate(
        (widget: Widget) =>
          new Promise<string>((resolve) => {
            widget.addEventListener('error', ({ detail }) => resolve(detail.message));
            widget.setAttribute('src', 'model.perennial?again');
          }),
      );
      expect(await refusal).toContain('take perennial-model-trees.js');
      await page.addScriptTag({ type: 'module', url: modules[0]! });
    }
    for (const name of ['model', 'linear']) {
      const element = page.locator(`#${name}`);
      await expect.poll(() => element.evaluate((widget: Widget) => widget.state !== null)).toBe(true);
      expect(await answersOf(element, asked)).toHaveLength(asked.length);
    }
    await host.close();
  }
});
