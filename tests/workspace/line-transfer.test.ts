import { expect, test } from 'vitest';
import type { Comparison } from '../../src/core/evaluation.ts';
import type { Judgement } from '../../src/core/records.ts';
import { lineTransfer, type LineStep } from '../../src/workspace/line-transfer.ts';

const comparison = (champion: number, challenger: number): Comparison => ({
  ...{ rows: 100, loss: 'error-rate', champion, challenger, difference: challenger - champion },
  ...{ low: 0, high: 0, wins: 0, losses: 0, ties: 0 },
});

const segment = (tableId: string, champion: number, challenger: number) => ({
  ...{ tableId, holds: true },
  comparison: comparison(champion, challenger),
});

const prior = { kind: 'majority', prior: [0.6, 0.4] } as const;

/** Version a was trained on table A and is the champion; b learnt table B on it, c then table C on b. */
const a: LineStep = { tableId: 'A', versionId: 'a', judgement: null };
const b: LineStep = {
  tableId: 'B',
  versionId: 'b',
  judgement: {
    championId: 'a',
    judging: comparison(0.4, 0.2),
    shadow: null,
    anchor: [segment('A', 0.1, 0.15)],
  },
};
const c = {
  tableId: 'C',
  judgement: {
    championId: 'a',
    judging: comparison(0.5, 0.3),
    shadow: comparison(0.5, 0.35),
    anchor: [segment('A', 0.1, 0.25), segment('B', 0.4, 0.18)],
  },
} as const;

test('accuracies after every update are those that judgements keep', () => {
  // a: A .9, B .6 before it was learnt. b: A .85, B .8, C .65 before it was learnt. c: A .75, B .82, C .7.
  const transfer = lineTransfer([a, b], c, prior)!;
  expect(transfer.tasks).toBe(3);
  expect(transfer.accuracy).toBeCloseTo((0.75 + 0.82 + 0.7) / 3, 12);
  expect(transfer.backward).toBeCloseTo((0.75 - 0.9 + (0.82 - 0.8)) / 2, 12);
  expect(transfer.forward).toBeCloseTo((0.6 - 0.6 + (0.65 - 0.6)) / 2, 12);
  expect(transfer.forgetting).toBeCloseTo((0.9 - 0.75 + (0.8 - 0.82)) / 2, 12);
});

test('after one update there is one earlier task', () => {
  const transfer = lineTransfer([a], b, prior)!;
  expect(transfer).toMatchObject({ tasks: 2 });
  expect(transfer.forgetting).toBeCloseTo(0.05, 12);
  expect(transfer.forward).toBeCloseTo(0, 12);
});

test('what nobody measured is left out', () => {
  const transfer = lineTransfer([], c, prior)!;
  expect(transfer).toMatchObject({ tasks: 3, backward: null, forward: null, forgetting: null });
});

test('nothing is told where nothing earlier is left, nothing judged, or a number is predicted', () => {
  const alter = (judgement: Partial<Judgement>) => ({ ...c, judgement: { ...c.judgement, ...judgement } });
  expect(lineTransfer([a, b], alter({ anchor: [] }), prior)).toBeNull();
  expect(lineTransfer([a, b], alter({ judging: null }), prior)).toBeNull();
  expect(lineTransfer([a, b], c, { kind: 'mean', mean: 3 })).toBeNull();
});
