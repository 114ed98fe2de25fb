import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { importCsv, learnOn, openHouse, csvBlob, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

/** Rows of numbers, cities, yes or no and times, with missing cells in each; "bought" follows from them. */
function shoppers(rows: number, seed: number, isTurned = false): Blob {
  const random = new Random(seed);
  const lines = ['age,city,member,seen,bought'];
  for (let row = 0; row < rows; row++) {
    const age = random.uniform() < 0.2 ? '' : String(18 + random.below(60));
    const city = random.uniform() < 0.1 ? '' : ['Ulm', 'Bern', 'Aix', 'Graz', 'Linz'][random.below(5)]!;
    const member = random.uniform() < 0.1 ? '' : random.uniform() < 0.5 ? 'true' : 'false';
    const seen = `2024-0${1 + random.below(9)}-1${random.below(10)}`;
    const score = (age === '' ? 1 : Number(age) > 45 ? 2 : 0) + (city === 'Ulm' || city === 'Graz' ? 1 : 0);
    const bought = score + (member === 'true' ? 1 : 0) + random.uniform() > 2.3;
    lines.push([age, city, member, seen, bought !== isTurned ? 'yes' : 'no'].join(','));
  }
  return csvBlob(lines.join('\n'));
}

const fractions = { train: 0.5, validation: 0.2, guard: 0.2, report: 0.1 };

test('trees take columns as they are, are opened elsewhere, and learn on', async () => {
  const house = openHouse();
  const table = await importCsv(house, shoppers(900, 1));
  const version = await train(house, table, { learner: 'boosted-trees', fractions });
  expect(version.engine.kind).toBe('wasm');
  const accuracy = version.evaluation!.scores.find(({ metric }) => metric === 'accuracy')!;
  expect(accuracy.value).toBeGreaterThan(0.75);

  const row = { age: null, city: 'Ulm', member: true, seen: null };
  const fields = await house.workspace.form(version.id);
  expect(fields.map(({ name }) => name)).toEqual(Object.keys(row));
  const answer = await house.workspace.predictRow(version.id, row);

  const { file } = await runJob(house.workspace, 'export-project', {
    projectId: table.projectId,
    passphrase: null,
  });
  const other = openHouse();
  await runJob(other.workspace, 'import-archive', { file, passphrase: null, ifPresent: 'refuse' });
  const there = await other.workspace.predictRow(version.id, row);
  expect(there.probabilities).toEqual(answer.probabilities);

  const { version: next } = await learnOn(house, table.projectId, shoppers(400, 2, true));
  expect(next.cause).toBe('fine-tuned');
  const changed = await house.workspace.predictRow(next.id, row);
  expect(changed.answer).not.toEqual(answer.answer);
});

test('what trees look at is measured on rows that taught them nothing, kept, and goes along in a file', async () => {
  const house = openHouse();
  const table = await importCsv(house, shoppers(900, 1));
  const version = await train(house, table, { learner: 'boosted-trees', fractions });
  expect((await house.workspace.report(version.id)).importance).toBeUndefined();
  const { importance } = await runJob(house.workspace, 'find-importance', { versionId: version.id });
  const { permutation, role, use } = importance;
  expect(role).toBe('report');
  expect(permutation).toMatchObject({ rows: version.evaluation!.rows, repeats: 5, loss: 'log-loss' });
  const score = (metric: string) => version.evaluation!.scores.find((each) => each.metric === metric)!.value;
  expect(permutation!.before).toBeCloseTo(score('log-loss'), 6);
  expect(permutation!.errorBefore).toBeCloseTo(1 - score('accuracy'), 12);
  const names = ['age', 'city', 'member', 'seen'];
  expect(permutation!.columns.map(({ column }) => column).toSorted()).toEqual(names);
  expect(permutation!.columns.at(-1)!.column).toBe('seen');
  expect(permutation!.columns[0]!.rise).toBeGreaterThan(0.1);
  expect(use!.map(({ column }) => column).toSorted()).toEqual(names);
  expect(use!.reduce((sum, { gainShare }) => sum + gainShare, 0)).toBeCloseTo(1, 12);
  expect((await house.workspace.report(version.id)).importance).toEqual(importance);
  const again = await runJob(house.workspace, 'find-importance', { versionId: version.id });
  expect(again.importance).toEqual(importance);

  const { file } = await runJob(house.workspace, 'export-model', {
    ...{ versionId: version.id, rememberedRows: false, passphrase: null },
  });
  const other = openHouse();
  const { versionId } = await runJob(other.workspace, 'import-archive', {
    ...{ file, passphrase: null, ifPresent: 'refuse' as const },
  });
  expect((await other.workspace.report(versionId!)).importance).toEqual(importance);
  const within = await runJob(other.workspace, 'find-importance', { versionId: versionId! });
  expect(within.importance).toEqual({ permutation: null, role: null, use });
});

test('why trees answer a row so is told at once, and nothing of it is kept', async () => {
  const house = openHouse();
  const table = await importCsv(house, shoppers(900, 1));
  const version = await train(house, table, { learner: 'boosted-trees', fractions });
  const row = { age: 60, city: 'Ulm', member: true, seen: null };
  const answer = await house.workspace.predictRow(version.id, row);
  const before = house.contents();
  const reasons = (await house.workspace.explainRow(version.id, row))!;
  expect(house.contents()).toEqual(before);
  expect(reasons).toMatchObject({ label: answer.answer, scale: 'log-odds' });
  expect(reasons.answer).toBeCloseTo(answer.probabilities[0]!.probability, 5);
  const sum = reasons.columns.reduce((all, { contribution }) => all + contribution, reasons.base);
  expect(sum).toBeCloseTo(reasons.score, 10);
  expect(reasons.columns.map(({ column }) => column).toSorted()).toEqual(['age', 'city', 'member', 'seen']);

  const others = Array.from({ length: 20 }, (_, at) => ({ age: 20 + 2 * at, city: at % 2 ? 'Bern' : 'Ulm' }));
  const against = (await house.workspace.explainRow(version.id, row, others))!;
  expect(against.score).toBeCloseTo(reasons.score, 10);
  let mean = 0;
  for (const other of others) {
    const { probabilities } = await house.workspace.predictRow(version.id, other);
    const own = probabilities.find(({ label }) => label === answer.answer)!.probability;
    mean += Math.log(own / (1 - own)) / others.length;
  }
  expect(against.base).toBeCloseTo(mean, 4);
  await expect(
    house.workspace.explainRow(version.id, row, new Array<typeof row>(1001).fill(row)),
  ).rejects.toMatchObject({ code: 'background' });
  await expect(house.workspace.explainRow(version.id, { ...row, age: 'old' })).rejects.toMatchObject({
    code: 'cell',
  });
});

test('of other learners it is measured what they look at, and no reasons are told', async () => {
  const house = openHouse();
  const table = await importCsv(house, shoppers(600, 1));
  const version = await train(house, table, { learner: 'linear', fractions });
  const { importance } = await runJob(house.workspace, 'find-importance', { versionId: version.id });
  expect(importance).toMatchObject({ role: 'report', use: null });
  expect(importance.permutation!.columns.at(-1)!.column).toBe('seen');
  expect(await house.workspace.explainRow(version.id, {})).toBeNull();
});

test('a model without trees whose rows are elsewhere is refused by name', async () => {
  const house = openHouse();
  const table = await importCsv(house, shoppers(600, 1));
  const version = await train(house, table, { learner: 'linear', fractions });
  const { file } = await runJob(house.workspace, 'export-model', {
    ...{ versionId: version.id, rememberedRows: false, passphrase: null },
  });
  const other = openHouse();
  const { versionId } = await runJob(other.workspace, 'import-archive', {
    ...{ file, passphrase: null, ifPresent: 'refuse' as const },
  });
  await expect(runJob(other.workspace, 'find-importance', { versionId: versionId! })).rejects.toMatchObject({
    code: 'no-rows',
    stage: 'evaluate',
  });
});
