import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import { csvBlob, championOn, learnOn, openHouse, rowsAsCsv, seaStream, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

const stream = seaStream(4000);
const champion = championOn(stream, 0, 600);
const header = 'x1,x2,x3,class';
const row = '1.5,2.5,3.5,1';

/** What is said when these rows are brought; nothing may be left of them. */
async function refusal(text: string): Promise<PerennialError> {
  const { house, projectId } = await champion;
  const before = house.contents();
  const error: unknown = await learnOn(house, projectId, csvBlob(text)).catch((reason: unknown) => reason);
  expect(house.contents()).toEqual(before);
  if (error instanceof PerennialError) return error;
  throw new Error('it was not refused');
}

const lines = (count: number, line: (index: number) => string) =>
  `${[header, ...Array.from({ length: count }, (_, index) => line(index))].join('\n')}\n`;

describe('new rows that cannot be learnt leave nothing behind', () => {
  test('without the column to predict', async () => {
    const error = await refusal(`x1,x2,x3\n${'1,2,3\n'.repeat(50)}`);
    expect(error.code).toBe('missing-column');
    expect(error.message).toBe('the table has no column "class"; it has "x1", "x2", "x3"');
  });

  test('without a column that the model needs', async () => {
    const error = await refusal(lines(20, () => row).replaceAll(/^[^,]*,/gm, ''));
    expect(error.code).toBe('missing-column');
    expect(error.message).toContain('"x1"');
  });

  test('too few', async () => {
    const error = await refusal(lines(9, () => row));
    expect(error.code).toBe('too-few-rows');
    expect(error.message).toBe('9 new rows are too few to learn from and to judge by; bring at least 10');
  });

  test('too few with a label', async () => {
    const error = await refusal(lines(40, (index) => (index < 9 ? row : '1.5,2.5,3.5,')));
    expect(error.message).toBe('9 new rows are too few to learn from and to judge by; bring at least 10');
  });

  test('all without a label', async () => {
    const error = await refusal(lines(30, () => '1.5,2.5,3.5,NA'));
    expect(error.code).toBe('no-labels');
    expect(error.message).toBe(
      'column "class" is empty in all 30 rows, so there is nothing to judge by; fill in its labels',
    );
  });

  test('with a label that the model does not know', async () => {
    const error = await refusal(lines(30, (index) => (index === 7 ? '1,2,3,2' : row)));
    expect(error.code).toBe('unknown-label');
    expect(error.message).toMatch(
      /^column "class": "2" \(row 8; 1 row in all\) is none of the classes that the model knows: "0", "1";/,
    );
  });

  test('broken off in the middle of a quote', async () => {
    const error = await refusal(`${lines(30, () => row)}"1,2,3,1\n`);
    expect(error.stage).toBe('collect');
  });

  test('cancelled while it learns', async () => {
    const { house, projectId } = await champion;
    const before = house.contents();
    const controller = new AbortController();
    const phases: string[] = [];
    const request = {
      projectId,
      file: rowsAsCsv(stream, 600, 1000),
      fileName: null,
      engine: 'auto',
      labels: {},
      seed: 1,
    } as const;
    const learning = house.workspace.run('learn-on', request, {
      signal: controller.signal,
      report(progress) {
        phases.push(progress.phase);
        if (progress.point) controller.abort();
      },
    });
    await expect(learning).rejects.toMatchObject({ code: 'cancelled' });
    expect(phases.length).toBeGreaterThan(1);
    expect(house.contents()).toEqual(before);
  });
});

test('a champion that is moved while a challenger learns is not overruled', async () => {
  const { house, projectId, table, version } = await championOn(stream, 0, 600);
  const other = await train(house, table, { seed: 2 });
  const before = house.contents();
  const learning = learnOn(house, projectId, rowsAsCsv(stream, 600, 1000));
  await house.workspace.moveAlias(projectId, 'champion', other.id, 'it is the better one');
  await expect(learning).rejects.toMatchObject({ code: 'champion-moved', stage: 'learn' });
  const { aliases, versions } = await house.workspace.project(projectId);
  expect(aliases.champion!.versionId).toBe(other.id);
  expect(versions.map(({ id }) => id)).toEqual([version.id, other.id]);
  expect(house.contents()).toHaveLength(before.length + 1);
});

test('there is nothing to go on from before a model is trained', async () => {
  const house = openHouse();
  const { table } = await runJob(house.workspace, 'sample', {
    sample: 'sea',
    rows: 100,
    seed: 1,
    projectId: null,
  });
  await expect(learnOn(house, table.projectId, rowsAsCsv(stream, 0, 100))).rejects.toMatchObject({
    code: 'no-champion',
    message: 'there is no model yet that could learn on; train one first',
  });
});

test('labels that the file writes in another way are learnt as what they stand for', async () => {
  const { house, projectId } = await champion;
  const text = lines(40, (index) => `${index % 10},${index % 7},1,${index % 2 ? 'yes' : 'no'}`);
  const labels = { yes: '1', no: '0' };
  const { table, judgement } = await learnOn(house, projectId, csvBlob(text), { labels });
  expect(
    table.columns
      .at(-1)!
      .top.map(({ label }) => label)
      .toSorted(),
  ).toEqual(['0', '1']);
  expect(judgement.judging!.rows).toBe(8);
});
