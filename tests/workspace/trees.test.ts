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
