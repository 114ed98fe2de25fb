import { expect, test } from 'vitest';
import { noCheckpoints } from '../../../../src/core/checkpoints.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { unwatched } from '../../../../src/core/progress.ts';
import { majority } from '../../../../src/flow/train/online/majority.ts';
import { runOnline } from '../../../../src/flow/train/online/online-run.ts';

const problem = { task: 'binary', categories: [0], classes: 2 } as const;
const rows = { x: new Float32Array(3), y: new Float32Array(3), weights: null };
const place = { row: 1, since: { rows: 1, loss: 0 }, curve: [] };

test.each([
  ['nothing', {}],
  ['no model', { rows: 3, place }],
  ['no curve', { rows: 3, place: { ...place, curve: null }, model: {} }],
  ['no row', { rows: 3, place: { ...place, row: -1 }, model: {} }],
  ['a row beyond the last', { rows: 3, place: { ...place, row: 4 }, model: {} }],
  ['other rows', { rows: 5, place, model: {} }],
] as const)('a checkpoint that says %s is refused', async (_, header) => {
  const last = { kind: 'online-run', header: header as unknown as JsonObject, tensors: {} };
  const run = runOnline({
    ...{ problem, rows, validation: { ...rows, y: new Float32Array() }, answersLate: false },
    start: majority.create(problem, majority.defaults, 1),
    load: (saved) => majority.load(problem, majority.defaults, saved),
    context: { ...unwatched, checkpoints: { ...noCheckpoints, last } },
  });
  await expect(run).rejects.toMatchObject({
    code: 'snapshot-format',
    message: expect.stringContaining('the checkpoint') as unknown,
  });
});
