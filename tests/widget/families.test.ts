import { describe, expect, test } from 'vitest';
import type { CellsByName } from '../../src/core/feedback.ts';
import type { Field } from '../../src/core/schema.ts';
import { type WIDGET_FAMILIES, widgetModule, widgetModuleOf } from '../../src/core/widget-family.ts';
import { catalog } from '../../src/workspace/catalog.ts';
import type { WidgetSettings } from '../../workers/widget/contract.ts';
import type { Family } from '../../workers/widget/family.ts';
import { dense } from '../../workers/widget/families/dense.ts';
import { trees } from '../../workers/widget/families/trees.ts';
import { House } from '../../workers/widget/house.ts';
import { forward } from '../../src/math/dense.ts';
import { csvLines, csvPart, dataFile } from '../data.ts';
import { trainingOf } from '../training-of.ts';
import { csvBlob, importCsv, openHouse } from '../workspace/house-for-test.ts';
import { runJob } from '../workspace/in-process.ts';
import { learnRows } from '../workspace/labelled-rows.ts';
import { applicants, shippedModel } from './shipped-model.ts';

const FAMILIES = { dense, trees } satisfies Record<(typeof WIDGET_FAMILIES)[number], Family>;
const SETTINGS: WidgetSettings = {
  ...{ name: 'test', learn: 'call', batch: 50, auditRate: 0, memoryRows: 1000, storageLimit: 20e6 },
};

const kinds = Object.entries(FAMILIES).flatMap(([family, { learners }]) =>
  learners.map(({ kind }) => [kind, family as keyof typeof FAMILIES] as const),
);

describe('the files of the widget', () => {
  test('carry the learners that are named for them, and no others', () => {
    const modules = new Map<string, string>(kinds.map(([kind, family]) => [kind, widgetModule(family)]));
    expect([...modules.keys()]).toEqual(['linear', 'network', 'boosted-trees']);
    for (const kind of Object.keys(catalog.learners))
      expect([kind, widgetModuleOf(kind)]).toEqual([kind, modules.get(kind) ?? null]);
  });

  test('one that does not carry a model refuses it, and names the one that does', async () => {
    const file = await shippedModel(applicants(), 2000, { rows: 300, learner: 'boosted-trees' });
    await expect(new House(dense, () => undefined).open(file, SETTINGS)).rejects.toMatchObject({
      code: 'unknown-kind',
      message: expect.stringContaining('take perennial-model-trees.js') as string,
    });
  });
});

interface Data {
  readonly file: string;
  readonly target: string;
  readonly excluded: readonly string[];
  /** Cells that some rows lose, and a label that no row has. */
  readonly holes: readonly string[];
  readonly unseen: CellsByName;
}

const adult: Data = {
  ...{ file: 'adult-train.csv', target: 'income', excluded: [], holes: ['age', 'workclass'] },
  unseen: { occupation: 'Astronaut' },
};
const bikes: Data = {
  ...{ file: 'bike-hour.csv', target: 'cnt', excluded: ['casual', 'registered', 'instant'] },
  ...{ holes: ['temp', 'dteday'], unseen: {} },
};

describe.each([adult, bikes])('on $file', (data) => {
  test.skipIf(!dataFile(data.file)).each(kinds)(
    '%s answers and learns on as in the app, to the last bit',
    async (learner, family) => {
      const { app, version, lines, file } = await shipped(data, learner);
      const house = new House(FAMILIES[family], () => undefined);
      const { facts } = await house.open(file, SETTINGS);
      const rows = cellsOf(lines, 2000, 2150, facts.fields, data);
      const told = rows.slice(0, 40).map((row, index) => ({
        ...row,
        ...(index % 4 === 1 && Object.fromEntries(data.holes.map((name) => [name, null]))),
        ...(index % 4 === 2 && data.unseen),
      }));
      const predictions = await house.predict(told);
      for (const [index, row] of told.entries()) {
        const { answer, probabilities } = await app.workspace.predictRow(version.id, row);
        expect(predictions[index]).toMatchObject({ answer, probabilities });
      }
      // One that has no more of the rows than the file has.
      const other = openHouse({ openForward: async () => forward });
      const archive = { file, passphrase: null, ifPresent: 'refuse' } as const;
      const { projectId } = await runJob(other.workspace, 'import-archive', archive);
      for (const [index, from] of [0, 50, 100].entries()) {
        const batch = rows.slice(from, from + 50);
        const { state } = await house.learn(batch, 'full-batch');
        const labelled = batch.map(({ [data.target]: label, ...cells }) => ({
          ...{ cells, label: label!, origin: 'full-batch' as const },
        }));
        const judged = await learnRows(other, projectId, labelled, index + 2);
        expect(state.judgement).toMatchObject({
          verdict: judged.judgement.verdict,
          reason: judged.judgement.reason,
        });
        if (from < 100 || judged.judgement.verdict === 'forgot') continue;
        if (judged.judgement.verdict === 'unproven') await house.promote();
        const { file: learnt } = await house.exportModel(true);
        expect(await learnt.text()).toContain(judged.version.snapshot);
      }
    },
  );
});

/** A model that has learnt the first 2,000 rows, and the house that made it. */
async function shipped({ file: name, target: column, excluded }: Data, learner: string) {
  const lines = csvLines(dataFile(name)!);
  const app = openHouse({ openForward: async () => forward });
  const table = await importCsv(app, csvBlob(csvPart(lines, 0, 2000)), name);
  const suggested = await app.workspace.suggestTarget(table.id);
  const task = column === 'cnt' ? 'regression' : 'binary';
  const target = { ...suggested, column, task } as const;
  const choices = { learner, excluded, target: { column, task } } as const;
  const { version } = await runJob(app.workspace, 'train', trainingOf(table, target, choices));
  const request = { versionId: version.id, rememberedRows: true, passphrase: null };
  const { file } = await runJob(app.workspace, 'export-model', request);
  return { app, version, lines, file };
}

/** Rows as a page has them: numbers where the model reads numbers, texts elsewhere. */
function cellsOf(
  { header, rows }: ReturnType<typeof csvLines>,
  from: number,
  to: number,
  fields: readonly Field[],
  { target }: Data,
): CellsByName[] {
  const names = header.split(',');
  const isNumber = (name: string) =>
    name === target
      ? target === 'cnt'
      : fields.some((field) => field.name === name && field.kind === 'number');
  return rows.slice(from, to).map((line) =>
    Object.fromEntries(
      line.split(',').map((text, at) => {
        const name = names[at]!;
        return [name, isNumber(name) ? Number(text) : text.trim()];
      }),
    ),
  );
}
