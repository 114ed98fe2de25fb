import { chooseTrees } from '../../src/compute/choose-trees.ts';
import { describe, expect, test } from 'vitest';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { chooseWithoutTfjs } from '../../src/compute/without-tfjs.ts';
import { unwatched } from '../../src/core/progress.ts';
import type { Column } from '../../src/core/column.ts';
import { concatenate, takeRows, type Table } from '../../src/core/table.ts';
import { agrawal } from '../../src/flow/collect/samples/agrawal.ts';
import { friedman } from '../../src/flow/collect/samples/friedman.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { memoryStore } from '../../src/store/memory.ts';
import { computeHere } from '../../src/workspace/compute-here.ts';
import { PLAYERS, type PlayRequest, type PlaySource, type PlayStep } from '../../src/workspace/play-step.ts';
import { Play } from '../../src/workspace/play.ts';
import { accuracyOn, championOn, csvBlob, rowsAsCsv, seaStream } from './house-for-test.ts';
import { runJob } from './in-process.ts';

const parts = () => ({
  store: memoryStore(),
  compute: computeHere({ chooseEngine: chooseWithoutTfjs, openForward: openWasmForward, chooseTrees }),
});

async function played(request: PlayRequest, batches = Infinity) {
  const play = await Play.open(parts(), request, unwatched);
  const steps: PlayStep[] = [];
  while (steps.length < batches) {
    const step = await play.next(unwatched);
    if (!step) break;
    steps.push(step);
  }
  return { opening: play.opening, steps };
}

const fileOf = (table: Table, target: string | null = null): PlaySource => ({
  kind: 'file',
  file: csvBlob(csvText(table, { header: true })),
  fileName: 'rows.csv',
  target,
});

const share = (hits: Uint8Array) => hits.reduce((sum, hit) => sum + hit, 0) / hits.length;

describe('a stream whose rules change', () => {
  const source = { kind: 'sample', sample: 'agrawal', rows: 2000 } as const;
  const walked = played({ source, detector: 'hddm-a', seed: 1 });

  test('every row but the first ones is played, once and in order', async () => {
    const { opening, steps } = await walked;
    expect(opening).toMatchObject({
      rows: 2000,
      firstRows: 250,
      batchRows: 62,
      windowRows: 500,
      target: 'group',
    });
    expect(opening.changes).toEqual([500, 1000, 1500]);
    let next = opening.firstRows;
    for (const step of steps) {
      expect(step.from).toBe(next);
      for (const player of PLAYERS) {
        expect(step.right[player]).toHaveLength(step.rows);
        expect(step.accuracy[player]).toHaveLength(step.rows);
      }
      next += step.rows;
    }
    expect(next).toBe(2000);
    // What would be left behind it is too little for a batch of its own.
    expect(steps.map(({ rows }) => rows)).toEqual([...Array<number>(27).fill(62), 76]);
  });

  test('the champion ends better than the first model, and a promotion says why', async () => {
    const { steps } = await walked;
    const { lead } = steps.at(-1)!;
    expect(lead.rows).toBe(1750);
    expect(lead.difference).toBeLessThan(-0.1);
    expect(lead.high).toBeLessThan(0);
    const right = steps.reduce((sum, step) => sum + step.right.champion.reduce((a, hit) => a + hit, 0), 0);
    const { kappa, kappaTemporal } = steps.at(-1)!.agreement;
    for (const agreement of [kappa, kappaTemporal]) {
      expect(agreement).toBeGreaterThan(0);
      expect(agreement).toBeLessThan(right / 1750);
    }
    const marks = steps.flatMap((step) => step.marks);
    const promoted = marks.filter(({ kind }) => kind === 'promotion');
    expect(promoted.length).toBeGreaterThan(1);
    expect(promoted[0]!.text).toMatch(/^Version \d+\. Promoted: evidence that it is better/);
    expect(marks.filter(({ kind }) => kind === 'drift').length).toBeGreaterThan(0);
  });

  test('who is promoted answers from the next batch on; until then both models are one', async () => {
    const { steps } = await walked;
    let number = 1;
    for (const step of steps) {
      expect(step.championNumber).toBe(number);
      if (number === 1) expect(step.right.champion).toEqual(step.right.frozen);
      const promotion = step.marks.find(({ kind }) => kind === 'promotion');
      if (promotion) number = Number(/^Version (\d+)/.exec(promotion.text)![1]);
    }
    expect(number).toBeGreaterThan(1);
  });

  test('accuracy is that of the newest 500 rows', async () => {
    const { steps } = await walked;
    for (const player of PLAYERS) {
      const right = steps.flatMap((step) => [...step.right[player]]);
      const drawn = steps.flatMap((step) => [...step.accuracy[player]]);
      for (const row of [0, 10, 499, 500, 1749]) {
        const newest = Uint8Array.from(right.slice(Math.max(0, row - 499), row + 1));
        expect(drawn[row]).toBeCloseTo(share(newest), 6);
      }
    }
  });

  test('every batch ends with what became of it', async () => {
    const { steps } = await walked;
    for (const { from, rows, marks } of steps) {
      expect(marks.every(({ row }) => row === from + rows)).toBe(true);
      expect(marks.filter(({ kind }) => kind !== 'drift')).toHaveLength(1);
    }
  });

  test('the detector that is asked for watches, and nothing else is otherwise', async () => {
    const { steps } = await played({ source, detector: 'eddm', seed: 1 }, 20);
    const theirs = (await walked).steps.slice(0, steps.length);
    const drifts = (of: typeof steps) =>
      of.flatMap(({ marks }) => marks.filter(({ kind }) => kind === 'drift').map(({ text }) => text));
    expect(steps.map(({ right }) => right)).toEqual(theirs.map(({ right }) => right));
    expect(drifts(steps).length).toBeGreaterThan(0);
    expect(drifts(steps).every((text) => text.includes('EDDM'))).toBe(true);
    expect(drifts(steps)).not.toEqual(drifts(theirs));
    await expect(played({ source, detector: 'nobody', seed: 1 }, 1)).rejects.toMatchObject({
      code: 'unknown-kind',
    });
  });

  test('the same request gives the same play; another seed gives another', async () => {
    const { opening, steps } = await walked;
    const again = await played({ source, detector: 'hddm-a', seed: 1 }, 8);
    expect(again.opening).toEqual(opening);
    expect(again.steps).toEqual(steps.slice(0, 8));
    const other = await played({ source, detector: 'hddm-a', seed: 2 }, 2);
    expect(other.steps).not.toEqual(steps.slice(0, 2));
  });
});

describe('prequential: nobody knows a label before its batch is over', () => {
  const stream = seaStream(1200, 3);
  const walked = played({ source: fileOf(stream), detector: 'hddm-a', seed: 1 }, 6);

  test('with the labels of one batch turned round, right and wrong are turned round in it, and nothing before', async () => {
    const { opening, steps } = await walked;
    const index = 4;
    const { from, rows } = steps[index]!;
    const turned = await played(
      { source: fileOf(withLabelsTurned(stream, from, from + rows)), detector: 'hddm-a', seed: 1 },
      6,
    );
    expect(turned.opening).toEqual(opening);
    expect(turned.steps.slice(0, index)).toEqual(steps.slice(0, index));
    for (const player of PLAYERS)
      expect(turned.steps[index]!.right[player]).toEqual(steps[index]!.right[player].map((hit) => 1 - hit));
    expect(turned.steps[index + 1]!.right['no-change']).not.toEqual(steps[index + 1]!.right['no-change']);
  });

  test('no-change and majority wait for labels as long as the models', async () => {
    const { steps } = await walked;
    const label = labelsOf(stream);
    for (const { from, rows, right } of steps) {
      const ones = label.slice(0, from).filter((each) => each === '1').length;
      const majority = 2 * ones > from ? '1' : '0';
      const expected = (answer: string) =>
        Uint8Array.from({ length: rows }, (_, row) => Number(label[from + row] === answer));
      expect(right['no-change']).toEqual(expected(label[from - 1]!));
      expect(right.majority).toEqual(expected(majority));
    }
  });
});

describe('what cannot be played is refused in a sentence', () => {
  const opened = (source: PlaySource) =>
    Play.open(parts(), { source, detector: 'hddm-a', seed: 1 }, unwatched);

  test('a number to predict', async () => {
    await expect(opened(fileOf(friedman.generate(300, 1), 'y'))).rejects.toMatchObject({
      code: 'play-task',
      message:
        'column "y" is a number, and only classes can be played, since each answer must be right or wrong; choose another column',
    });
  });

  test('no column of classes at all', async () => {
    await expect(opened(fileOf(friedman.generate(300, 1)))).rejects.toMatchObject({ code: 'play-task' });
  });

  test('too few rows', async () => {
    await expect(opened(fileOf(seaStream(199)))).rejects.toMatchObject({ code: 'too-few-rows' });
  });

  test('a class that comes late', async () => {
    const late = sortedByLabel(seaStream(400, 2));
    await expect(opened(fileOf(late, 'class'))).rejects.toMatchObject({ code: 'late-class' });
  });

  test('a sample that there is not', async () => {
    await expect(opened({ kind: 'sample', sample: 'weather', rows: 400 })).rejects.toMatchObject({
      code: 'unknown-kind',
    });
  });
});

test('rows without a label are left out, and counted', async () => {
  const stream = agrawal.generate(400, 1);
  const text = csvText(stream, { header: true }).replace(/,[AB]\r\n/, ',\r\n');
  const source = { kind: 'file', file: csvBlob(text), fileName: 'rows.csv', target: 'group' } as const;
  const { opening, steps } = await played({ source, detector: 'hddm-a', seed: 1 }, 1);
  expect(opening.rows).toBe(399);
  expect(opening.notes).toEqual(['1 row without a label in “group” were left out.']);
  expect(steps[0]!.rows).toBe(25);
});

test('a cancelled play stops', async () => {
  const controller = new AbortController();
  controller.abort();
  const watch = { signal: controller.signal, report: () => undefined };
  const source = { kind: 'sample', sample: 'sea', rows: 400 } as const;
  await expect(Play.open(parts(), { source, detector: 'hddm-a', seed: 1 }, watch)).rejects.toMatchObject({
    code: 'cancelled',
  });
});

function targetOf(table: Table): Column & { readonly dictionary: readonly string[] } {
  const column = table.columns.at(-1)!;
  if (!('dictionary' in column)) throw new Error('the stream has classes');
  return column;
}

function labelsOf(table: Table): string[] {
  const { values, dictionary } = targetOf(table);
  return [...values].map((code) => dictionary[code]!);
}

function withLabelsTurned(table: Table, from: number, to: number): Table {
  const column = targetOf(table);
  const values = Uint32Array.from(column.values, (code, row) => (row >= from && row < to ? 1 - code : code));
  return { ...table, columns: [...table.columns.slice(0, -1), { ...column, values } as Column] };
}

function sortedByLabel(table: Table): Table {
  const labels = labelsOf(table);
  const rowsOf = (label: string) =>
    Uint32Array.from([...labels.keys()].filter((row) => labels[row] === label));
  return concatenate(['0', '1'].map((label) => takeRows(table, rowsOf(label))));
}

test('a champion that comes in a file goes on with the rows of another', async () => {
  const stream = seaStream(3000, 4);
  const { house, version } = await championOn(stream, 0, 700);
  const { file: archive } = await runJob(house.workspace, 'export-model', {
    versionId: version.id,
    rememberedRows: true,
    passphrase: null,
  });
  const rows = rowsAsCsv(stream, 2200, 2600);
  const source = { kind: 'champion', archive, file: rows, fileName: 'new.csv' } as const;
  const { opening, steps } = await played({ source, detector: 'hddm-a', seed: 1 }, 3);
  expect(opening).toMatchObject({ rows: 400, firstRows: 0, target: 'class', changes: [] });
  const right = steps.flatMap((step) => [...step.right.frozen]);
  expect(right.reduce((sum, hit) => sum + hit, 0) / right.length).toBeCloseTo(
    await accuracyOn(house, version.id, stream, 2200, 2200 + right.length),
    12,
  );
  expect(steps[0]!.right['no-change']).toEqual(steps[0]!.right.majority);
  const foreign = { ...source, file: csvBlob(csvText(agrawal.generate(300, 1), { header: true })) };
  await expect(played({ source: foreign, detector: 'hddm-a', seed: 1 }, 1)).rejects.toMatchObject({
    code: 'missing-column',
  });
});
