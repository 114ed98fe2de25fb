import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../../../src/core/matrix.ts';
import { Random } from '../../../../src/core/random.ts';
import { inOneGo } from '../../../../src/core/sliced.ts';
import {
  cbpe as estimating,
  type CbpeEstimate,
  type CbpeInput,
} from '../../../../src/flow/monitor/without-labels/cbpe.ts';
import { chunksOf } from '../../../../src/flow/monitor/without-labels/chunks.ts';
import reference from '../../../reference/without-labels.json' with { type: 'json' };

const names = ['a', 'b', 'c'];
const cbpe = (input: CbpeInput): CbpeEstimate => inOneGo(estimating(input));
const of = (values: readonly number[], outputs: number): Prediction => ({
  rows: values.length / outputs,
  outputs,
  values: Float32Array.from(values),
});
const scoreOf = (scores: CbpeEstimate['whole']['scores'], wanted: string) =>
  scores.find(({ metric }) => metric === wanted)!;

describe.each(reference.cbpe)('by its definition, $classes classes', (expected) => {
  const { whole } = cbpe({
    prediction: of(expected.told, expected.classes),
    calibrated: of(expected.calibrated, expected.classes),
    classes: names.slice(0, expected.classes),
    majority: 0,
  });

  test('the confusion matrix, and what follows from it', () => {
    for (const [row, counts] of expected.confusion.entries())
      for (const [column, count] of counts.entries())
        expect(whole.confusion[row]![column]).toBeCloseTo(count, 5);
    expect(scoreOf(whole.scores, 'accuracy').value).toBeCloseTo(expected.accuracy, 6);
    for (const [kind, { recall, precision }] of whole.classes.entries()) {
      expect(recall).toBeCloseTo(expected.recall[kind]!, 6);
      expect(precision).toBeCloseTo(expected.precision[kind]!, 6);
    }
  });

  test('the area under the ROC curve', () => {
    expect(scoreOf(whole.scores, 'roc-auc').value).toBeCloseTo(expected.auc, 6);
  });
});

describe('where the features alone have changed', () => {
  test('tells how well the model does in each chunk, and its intervals hold what labels show', () => {
    const drawn = drawRows(20_000, 1, (row) => (row / 20_000) * 3);
    const { chunks } = cbpe({ ...drawn, classes: ['no', 'yes'], majority: 0 });
    expect(chunks.map(({ start, end }) => [start, end])).toEqual(
      Array.from({ length: 20 }, (_, i) => [i * 1000, (i + 1) * 1000]),
    );
    let held = 0;
    let [least, most] = [1, 0];
    for (const { start, end, scores } of chunks) {
      const { value, low, high } = scoreOf(scores, 'accuracy');
      const real = accuracyOf(drawn, start, end);
      expect(Math.abs(real - value)).toBeLessThan(0.06);
      if (real >= low && real <= high) held++;
      [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
    expect(held).toBeGreaterThanOrEqual(17);
    expect(most - least).toBeGreaterThan(0.15);
  });

  test('a change of what the features mean is invisible to it', () => {
    const drawn = drawRows(5000, 2, () => 0);
    const { whole } = cbpe({ ...drawn, classes: ['no', 'yes'], majority: 0 });
    const turned = drawn.y.map((label) => 1 - label);
    expect(scoreOf(whole.scores, 'accuracy').value).toBeCloseTo(accuracyOf(drawn, 0, 5000), 1);
    expect(accuracyOf({ ...drawn, y: turned }, 0, 5000)).toBeLessThan(0.5);
    expect(whole).toEqual(
      cbpe({ ...drawn, y: turned, classes: ['no', 'yes'], majority: 0 } as CbpeInput).whole,
    );
  });
});

test('beside every estimate stands the baseline’s, and what it assumes', () => {
  const drawn = drawRows(2000, 3, () => 0.5);
  const { whole, assumption } = cbpe({ ...drawn, classes: ['no', 'yes'], majority: 1 });
  const yes = drawn.y.reduce((sum, label) => sum + label, 0) / 2000;
  expect(Math.abs(scoreOf(whole.scores, 'accuracy').baseline - yes)).toBeLessThan(0.04);
  expect(scoreOf(whole.scores, 'roc-auc').baseline).toBe(0.5);
  expect(assumption).toMatch(
    /only the features have changed.*calibrated probabilities come true.*labels alone show/,
  );
});

test('rows that can be of one class alone have no ROC AUC', () => {
  const certain = of([1, 0, 1, 0, 1, 0], 2);
  const { whole } = cbpe({ prediction: certain, calibrated: certain, classes: ['no', 'yes'], majority: 0 });
  expect(whole.scores.map(({ metric }) => metric)).toEqual(['accuracy', 'balanced-accuracy', 'macro-f1']);
  expect(whole.scores[0]).toMatchObject({ value: 1, low: 1, high: 1 });
});

test.each([
  { prediction: of([], 2), calibrated: of([], 2) },
  { calibrated: of([0.5, 0.5], 2) },
  { majority: 2 },
  { classes: ['a'] },
])('refuses %o', (part) => {
  const whole = of([0.5, 0.5, 0.5, 0.5], 2);
  expect(() =>
    cbpe({ prediction: whole, calibrated: whole, classes: ['a', 'b'], majority: 0, ...part }),
  ).toThrowError(expect.objectContaining({ code: 'estimate', stage: 'monitor' }) as Error);
});

test('the last chunk is between half a chunk and one and a half', () => {
  for (let rows = 1; rows < 60; rows++) {
    const chunks = chunksOf(rows, 10);
    expect(chunks[0]!.start).toBe(0);
    expect(chunks.at(-1)!.end).toBe(rows);
    for (const [i, { start }] of chunks.entries()) if (i > 0) expect(start).toBe(chunks[i - 1]!.end);
    const last = chunks.at(-1)!.end - chunks.at(-1)!.start;
    if (rows >= 5) expect(last >= 5 && last < 15).toBe(true);
  }
  expect(chunksOf(0, 10)).toEqual([]);
  expect(() => chunksOf(5, 0)).toThrowError(expect.objectContaining({ code: 'chunk-rows' }) as Error);
});

/** Rows of one feature around `centre`, their labels, and what a model says that is too sure, with what is true. */
function drawRows(rows: number, seed: number, centre: (row: number) => number) {
  const random = new Random(seed);
  const [told, real] = [new Float32Array(2 * rows), new Float32Array(2 * rows)];
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const feature = random.normal() + centre(row);
    const chance = 1 / (1 + Math.exp(-feature));
    const said = 1 / (1 + Math.exp(-2 * feature));
    told.set([1 - said, said], 2 * row);
    real.set([1 - chance, chance], 2 * row);
    y[row] = random.uniform() < chance ? 1 : 0;
  }
  const prediction = { rows, outputs: 2, values: told };
  return { prediction, calibrated: { rows, outputs: 2, values: real }, y };
}

function accuracyOf({ prediction, y }: ReturnType<typeof drawRows>, start: number, end: number): number {
  let right = 0;
  for (let row = start; row < end; row++)
    if (Number(prediction.values[2 * row + 1]! > 0.5) === y[row]) right++;
  return right / (end - start);
}
