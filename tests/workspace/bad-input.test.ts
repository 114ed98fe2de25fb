import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import type { JobWatch } from '../../src/core/progress.ts';
import type { TableVersion } from '../../src/core/records.ts';
import type { Task } from '../../src/core/schema.ts';
import { csvBlob, importCsv, openHouse, type TestHouse, type train } from './house-for-test.ts';
import { quietContext, runJob } from './in-process.ts';

// Tables that nothing can be learnt from, through the whole house.

type Choices = Parameters<typeof train>[2];

const random = { kind: 'random', seed: 1 } as const;

function csv(header: string, rows: number, row: (index: number) => string): string {
  return `${header}\n${Array.from({ length: rows }, (_, index) => row(index)).join('\n')}\n`;
}

async function tableOf(text: string): Promise<{ house: TestHouse; table: TableVersion }> {
  const house = openHouse();
  return { house, table: await importCsv(house, csvBlob(text)) };
}

/** Presses Train with this target, whatever was said of it before. */
function press(
  house: TestHouse,
  table: TableVersion,
  column: string,
  task: Task,
  choices: Choices = {},
  watch: JobWatch = quietContext(),
) {
  const request = {
    projectId: table.projectId,
    tableId: table.id,
    target: { column, task },
    learner: 'linear',
    options: { epochs: 2 },
    split: random,
    fractions: { train: 0.6, validation: 0.2, guard: 0, report: 0.2 },
    excluded: [],
    included: [],
    balanceClasses: false,
    engine: 'auto',
    seed: 1,
    ...choices,
  } as const;
  return house.workspace.run('train', request, watch);
}

/** What the work is refused with: in one sentence, before an engine was chosen, and with everything as it was. */
async function refusalOf(
  house: TestHouse,
  work: (watch: JobWatch) => Promise<unknown>,
): Promise<PerennialError> {
  const [contents, engines] = [house.contents(), house.engines()];
  const phases: string[] = [];
  const watch: JobWatch = { ...quietContext(), report: ({ phase }) => phases.push(phase) };
  const error: unknown = await work(watch).then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PerennialError)) throw error;
  expect(phases.filter((phase) => phase.endsWith('training'))).toEqual([]);
  expect(house.engines()).toBe(engines);
  expect(house.contents()).toEqual(contents);
  expect(await house.workspace.interrupted()).toEqual([]);
  return error;
}

interface Hopeless {
  readonly name: string;
  readonly text: string;
  readonly column: string;
  readonly task: Task;
  readonly choices?: Choices;
  readonly code: string;
  readonly message: string;
  /** Whether it is told already when the target is chosen. */
  readonly isToldBefore: boolean;
}

const oneValue =
  'it has one value only, so there is nothing to tell apart; choose another column, or add rows with other values';

const hopeless: readonly Hopeless[] = [
  {
    name: 'one class only',
    text: csv('x,class', 60, (i) => `${i % 7},sunny`),
    column: 'class',
    task: 'binary',
    code: 'target',
    message: `"class" cannot be predicted: ${oneValue}`,
    isToldBefore: true,
  },
  {
    name: 'one class and missing cells',
    text: csv('x,class', 60, (i) => `${i % 7},${i % 2 ? 'sunny' : ''}`),
    column: 'class',
    task: 'binary',
    code: 'target',
    message: `"class" cannot be predicted: ${oneValue}`,
    isToldBefore: true,
  },
  {
    name: 'a truth that is always true',
    text: csv('x,class', 60, (i) => `${i % 7},yes`),
    column: 'class',
    task: 'binary',
    code: 'target',
    message: `"class" cannot be predicted: ${oneValue}`,
    isToldBefore: true,
  },
  {
    name: 'a constant value',
    text: csv('x,price', 60, (i) => `${i % 7},12.5`),
    column: 'price',
    task: 'regression',
    code: 'target',
    message: `"price" cannot be predicted: ${oneValue}`,
    isToldBefore: true,
  },
  {
    name: 'no value at all',
    text: csv('x,price', 60, (i) => `${i % 7},NA`),
    column: 'price',
    task: 'regression',
    code: 'target',
    message:
      '"price" cannot be predicted: every cell of it is missing or infinite; choose another column, or fill in labels',
    isToldBefore: true,
  },
  {
    name: 'as many classes as rows',
    text: csv('x,class', 12, (i) => `${i % 7},kind ${i}`),
    column: 'class',
    task: 'multiclass',
    code: 'target',
    message:
      '"class" cannot be predicted: it has 12 classes in as many rows, so no class has a second row to learn from; add rows, or choose another column',
    isToldBefore: true,
  },
  {
    name: 'a name for each row',
    text: csv('x,class', 60, (i) => `${i % 7},k${i}`),
    column: 'class',
    task: 'multiclass',
    code: 'target',
    message:
      '"class" cannot be predicted: it names its row, so no other row tells anything about it; choose a column whose values recur',
    isToldBefore: true,
  },
  {
    name: 'a hundred thousand classes',
    text: csv('x,word', 120_000, (i) => `${i % 7},w${(i * 7) % 100_000}`),
    column: 'word',
    task: 'multiclass',
    code: 'target',
    message:
      '"word" cannot be predicted: it has 100,000 classes, and at most 200 can be told apart; choose another column, or merge rare labels',
    isToldBefore: true,
  },
  {
    name: 'a class of one row',
    text: csv('x,class', 60, (i) => `${i % 7},${i === 3 ? 'rare' : i % 2 ? 'up' : 'down'}`),
    column: 'class',
    task: 'multiclass',
    code: 'too-few-rows',
    message:
      '1 of the 3 classes of "class" has one row only ("rare" in row 4): it could teach or judge, not both; add rows of it, merge rare labels, or leave their cells empty',
    isToldBefore: false,
  },
  {
    name: 'more classes than rows can teach',
    text: csv('x,class', 14, (i) => `${i % 7},kind ${Math.max(0, i - 1)}`),
    column: 'class',
    task: 'multiclass',
    code: 'too-few-rows',
    message:
      '12 of the 13 classes of "class" have one row only ("kind 1" in row 3, "kind 2" in row 4, "kind 3" in row 5, "kind 4" in row 6, "kind 5" in row 7, and 7 more): it could teach or judge, not both; add rows of them, merge rare labels, or leave their cells empty',
    isToldBefore: false,
  },
  {
    name: 'one class once the rows without a time are left out',
    text: csv('at,class', 60, (i) => (i % 2 ? `2024-01-${10 + (i % 19)},sunny` : ',rainy')),
    column: 'class',
    task: 'binary',
    choices: { split: { kind: 'time', column: 'at' } },
    code: 'target',
    message:
      '"class" is "sunny" in all 30 rows that can be used, so there is nothing to tell apart; choose another target, or add rows with other values',
    isToldBefore: false,
  },
  {
    name: 'all columns left out by the person',
    text: csv('x,z,class', 60, (i) => `${i % 7},${i % 5},${i % 3 ? 'up' : 'down'}`),
    column: 'class',
    task: 'binary',
    choices: { excluded: ['x', 'z'], learner: 'auto' },
    code: 'no-features',
    message:
      'no column is left to predict "class" from; include one of those that were left out: "x" (it is left out by choice), "z" (it is left out by choice)',
    isToldBefore: false,
  },
  {
    name: 'no column but the target',
    text: csv('class', 60, (i) => (i % 3 ? 'up' : 'down')),
    column: 'class',
    task: 'binary',
    code: 'no-features',
    message: 'no column is left to predict "class" from: the table has no other; bring one that has',
    isToldBefore: true,
  },
];

describe('what cannot be learnt is refused before anything is trained', () => {
  test.each(hopeless)('$name', async ({ text, column, task, choices, code, message, isToldBefore }) => {
    const { house, table } = await tableOf(text);
    const refused = await refusalOf(house, (watch) => press(house, table, column, task, choices, watch));
    expect([refused.code, refused.message]).toEqual([code, message]);
    if (!isToldBefore) return;
    const told = await refusalOf(house, () => house.workspace.describeTarget(table.id, column));
    expect([told.code, told.message]).toEqual([code, message]);
  });

  test('where no column can be predicted, no target is suggested', async () => {
    const { house, table } = await tableOf(csv('id,weather', 60, (i) => `k${i},sunny`));
    const error = await refusalOf(house, () => house.workspace.suggestTarget(table.id));
    expect([error.code, error.message]).toEqual([
      'target',
      'no column can be predicted: each is constant, free text, an identifier or empty; bring rows with a label',
    ]);
  });
});

describe('what can be learnt in part is said when the target is chosen, and trained', () => {
  /** What is said of the target, and how many rows the training leaves unused. */
  async function learnt(text: string, column: string) {
    const { house, table } = await tableOf(text);
    const { task, warnings } = await house.workspace.describeTarget(table.id, column);
    const { version } = await press(house, table, column, task);
    expect(version.evaluation!.rows).toBeGreaterThan(0);
    const { splits } = await house.workspace.project(table.projectId);
    return { warnings, unused: splits[0]!.counts.unused };
  }

  test('missing labels', async () => {
    const text = csv('x,class', 60, (i) => `${i % 7},${i % 6 === 0 ? '' : i % 5 > 2 ? 'up' : 'down'}`);
    const { warnings, unused } = await learnt(text, 'class');
    expect(warnings).toEqual([
      '"class" has no value in 10 rows of 60: nothing can be learnt from them, and they are not used.',
    ]);
    expect(unused).toBe(10);
  });

  test('missing values', async () => {
    const text = csv('x,price', 60, (i) => `${i % 7},${i % 6 === 0 ? 'NA' : ((i * 37) % 59) / 4}`);
    const { warnings, unused } = await learnt(text, 'price');
    expect(warnings).toContain(
      '"price" has no value in 10 rows of 60: nothing can be learnt from them, and they are not used.',
    );
    expect(unused).toBe(10);
  });

  test('a class of one row is said before it is refused', async () => {
    const { house, table } = await tableOf(
      csv('x,class', 60, (i) => `${i % 7},${i === 3 ? 'rare' : i % 2 ? 'up' : 'down'}`),
    );
    const { warnings } = await house.workspace.suggestTarget(table.id);
    expect(warnings).toEqual([
      '"rare" has one row only, which could teach or judge, not both: add rows of it, merge rare labels, or leave their cells empty before training.',
    ]);
  });

  test('infinite values, of the target and of a feature, are missing and noted', async () => {
    const infinite = ['inf', '-Infinity', '1e999'];
    const house = openHouse();
    const text = csv(
      'x,price',
      60,
      (i) => `${infinite[i - 10] ?? i % 7},${infinite[i - 20] ?? ((i * 37) % 59) / 4}`,
    );
    const request = { file: csvBlob(text), fileName: 'a.csv', projectId: null, options: {} };
    const { table, report } = await runJob(house.workspace, 'import', request);
    expect(report.notes).toEqual(
      [12, 22].map(
        (line, at) =>
          `column "${['x', 'price'][at]}": 3 cells with an infinite number, or one too large to hold, are read as missing (first: "inf", line ${line})`,
      ),
    );
    expect(table.columns.map(({ missing }) => missing)).toEqual([3, 3]);
    const { warnings } = await house.workspace.describeTarget(table.id, 'price');
    expect(warnings).toContain(
      '"price" has no value in 3 rows of 60: nothing can be learnt from them, and they are not used.',
    );
    const { version } = await press(house, table, 'price', 'regression');
    expect(version.evaluation!.scores.every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  test('values that no learner can hold', async () => {
    const text = csv('x,price', 60, (i) => `${i % 7},${i === 5 ? '1e300' : ((i * 37) % 59) / 4}`);
    const { warnings, unused } = await learnt(text, 'price');
    expect(warnings).toContain(
      '"price" has values beyond 3.4e38 in magnitude: rows with such a value are not used.',
    );
    expect(unused).toBe(1);
  });

  test('a category of a hundred thousand values, in bounded time and a bounded model', async () => {
    const text = csv(
      'x,word,class',
      120_000,
      (i) => `${i % 7},w${(i * 7) % 100_000},${i % 7 > 3 ? 'up' : 'down'}`,
    );
    const { house, table } = await tableOf(text);
    expect(table.columns[1]!.distinct).toBe(100_000);
    const began = performance.now();
    const { version } = await press(house, table, 'class', 'binary', { included: ['word'] });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(version.sizeBytes).toBeLessThan(100_000);
    const accuracy = version.evaluation!.scores.find(({ metric }) => metric === 'accuracy')!;
    expect(accuracy.value).toBeGreaterThan(0.99);
  });
});

describe('new rows whose labels are not those that were learnt', () => {
  const classes = (label: (isHigh: boolean) => string) =>
    csv('x,y', 60, (i) => `${i % 7},${label(i % 7 > 3)}`);
  const taught = {
    numbers: csv('x,y', 60, (i) => `${i % 7},${((i * 37) % 59) / 4}`),
    truths: classes(String),
    categories: classes((isHigh) => (isHigh ? 'up' : 'down')),
    'numbered classes': classes((isHigh) => (isHigh ? '2' : '1')),
  };
  const champions = new Map<string, ReturnType<typeof championOf>>();
  async function championOf(text: string) {
    const { house, table } = await tableOf(text);
    const { task } = await house.workspace.describeTarget(table.id, 'y');
    return { house, version: (await press(house, table, 'y', task)).version };
  }
  function champion(of: keyof typeof taught) {
    if (!champions.has(of)) champions.set(of, championOf(taught[of]));
    return champions.get(of)!;
  }
  const unknown = (label: string, row: number, rows: string, known: string) =>
    `column "y": "${label}" (row ${row}; ${rows} in all) is none of the classes that the model knows: ${known}; correct these labels in the file, or say which class they stand for`;
  const unreadable = (cell: string, line: number, cells: string, them: string, it: string) =>
    `column "y" was learnt as a number, but "${cell}" (line ${line}; ${cells} in all) is none; correct ${them} in the file, or leave ${it} empty`;

  const strange: readonly [keyof typeof taught, string, string, (index: number) => string, string, string][] =
    [
      [
        'numbers',
        'texts',
        'column-kind',
        (i) => `cheap ${i % 3}`,
        unreadable('cheap 0', 2, '30 cells', 'these cells', 'them'),
        '',
      ],
      [
        'numbers',
        'a text',
        'column-kind',
        (i) => (i === 4 ? 'cheap' : String(i)),
        unreadable('cheap', 6, '1 cell', 'this cell', 'it'),
        '',
      ],
      [
        'numbers',
        'dates',
        'column-kind',
        () => '2024-01-31',
        unreadable('2024-01-31', 2, '30 cells', 'these cells', 'them'),
        '',
      ],
      [
        'numbers',
        'nothing',
        'no-labels',
        () => '',
        'column "y" is empty in all 30 rows, so there is nothing to judge by; fill in its labels',
        '',
      ],
      [
        'truths',
        'numbers',
        'unknown-label',
        (i) => String(i % 3),
        unknown('2', 3, '10 rows', '"false", "true"'),
        '',
      ],
      [
        'truths',
        'a doubt',
        'unknown-label',
        (i) => (i === 9 ? 'maybe' : i % 2 ? 'yes' : 'no'),
        unknown('maybe', 10, '1 row', '"false", "true"'),
        '',
      ],
      [
        'categories',
        'numbers',
        'unknown-label',
        (i) => String(i % 2),
        unknown('0', 1, '15 rows', '"down", "up"'),
        '',
      ],
      [
        'categories',
        'truths',
        'unknown-label',
        (i) => (i % 2 ? 'yes' : 'no'),
        unknown('no', 1, '15 rows', '"down", "up"'),
        '',
      ],
      [
        'categories',
        'an unknown class',
        'unknown-label',
        (i) => (i === 9 ? 'sideways' : i % 2 ? 'up' : 'down'),
        unknown('sideways', 10, '1 row', '"down", "up"'),
        '',
      ],
      [
        'numbered classes',
        'words',
        'unknown-label',
        (i) => (i % 2 ? 'one' : 'two'),
        unknown('two', 1, '15 rows', '"1", "2"'),
        '',
      ],
      [
        'numbered classes',
        'another number',
        'unknown-label',
        (i) => (i === 9 ? '3' : '1'),
        unknown('3', 10, '1 row', '"1", "2"'),
        '',
      ],
    ];

  test.each(strange)('%s, then %s: %s', async (of, _, code, label, message) => {
    const { house, version } = await champion(of);
    const file = csvBlob(csv('x,y', 30, (i) => `${i % 7},${label(i)}`));
    const { id: versionId, projectId } = version;
    const labels = {};
    const learning = { projectId, file, fileName: null, engine: 'auto', labels, seed: 7 } as const;
    const judging = { versionId, file, fileName: null, labels };
    for (const work of [
      (watch: JobWatch) => house.workspace.run('learn-on', learning, watch),
      (watch: JobWatch) => house.workspace.run('evaluate-file', judging, watch),
    ]) {
      const error = await refusalOf(house, work);
      expect([error.code, error.message]).toEqual([code, message]);
    }
  });

  test.each([
    ['truths', 'yes and no', (i: number) => (i % 7 > 3 ? 'yes' : 'no')],
    ['truths', '1 and 0', (i: number) => (i % 7 > 3 ? '1' : '0')],
    ['numbered classes', '2.0 and 1.0', (i: number) => (i % 7 > 3 ? '2.0' : '1.0')],
  ] as const)('%s, then %s, are the same labels', async (of, _, label) => {
    const { house, version } = await champion(of);
    const file = csvBlob(csv('x,y', 30, (i) => `${i % 7},${label(i)}`));
    const request = { versionId: version.id, file, fileName: null, labels: {} };
    const { evaluation } = await runJob(house.workspace, 'evaluate-file', request);
    expect(evaluation.rows).toBe(30);
    expect(evaluation.classes.map(({ label: name }) => name)).toEqual(version.target.classes);
  });
});
