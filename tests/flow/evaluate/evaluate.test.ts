import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../src/core/evaluation.ts';
import type { Prediction } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import { baselineOf } from '../../../src/flow/evaluate/baseline.ts';
import { unwatched } from '../../../src/core/progress.ts';
import { evaluate } from '../../../src/flow/evaluate/evaluate.ts';
import bootstrap from '../../reference/bootstrap.json' with { type: 'json' };
import reference from '../../reference/metrics.json' with { type: 'json' };

const cases = reference.evaluation;

type Input = Parameters<typeof evaluate>[0];

/** Evaluated as rows in no order that nobody waits for, unless said otherwise. */
function measure(input: Omit<Input, 'inOrder' | 'context'> & Partial<Input>): Promise<Evaluation> {
  return evaluate({ inOrder: false, context: unwatched, ...input });
}

function prediction(values: readonly number[], outputs: number): Prediction {
  return { rows: values.length / outputs, outputs, values: Float32Array.from(values) };
}

function scoreOf(evaluation: Evaluation, metric: string) {
  return evaluation.scores.find((score) => score.metric === metric)!;
}

function expectHeld(evaluation: Evaluation): void {
  for (const { value, low, high } of evaluation.scores) {
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
    expect(high).toBeGreaterThan(low);
  }
}

const labels = (count: number): string[] => Array.from({ length: count }, (_, i) => `class ${i}`);

describe('a whole evaluation equals scikit-learn', () => {
  test.each(['binary', 'multiclass'] as const)('%s', async (task) => {
    const expected = cases[task];
    const prior = task === 'binary' ? [0.7, 0.3] : cases.multiclassBaseline.prior;
    const evaluation = await measure({
      task,
      classes: labels(expected.classes),
      prediction: prediction(expected.probabilities, expected.classes),
      y: Float32Array.from(expected.actual),
      baseline: { kind: 'majority', prior },
      seed: 1,
    });
    const values = [
      ['accuracy', 'accuracy'],
      ['balanced-accuracy', 'balancedAccuracy'],
      ['macro-f1', 'macroF1'],
      ['log-loss', 'logLoss'],
      ['roc-auc', 'auc'],
    ] as const;
    expect(evaluation.scores.map(({ metric }) => metric)).toEqual(values.map(([metric]) => metric));
    for (const [metric, name] of values) {
      expect(Math.abs(scoreOf(evaluation, metric).value - expected[name])).toBeLessThan(1e-9);
      if (task === 'multiclass')
        expect(Math.abs(scoreOf(evaluation, metric).baseline - cases.multiclassBaseline[name])).toBeLessThan(
          1e-9,
        );
    }
    expectHeld(evaluation);
    expect(evaluation.rows).toBe(expected.actual.length);
    expect(evaluation.confusion).toEqual(expected.confusion);
    expect(evaluation.classes.map(({ support }) => support)).toEqual(
      expected.confusion.map((counts) => counts.reduce((sum, count) => sum + count, 0)),
    );
    for (const [i, report] of evaluation.classes.entries()) {
      expect(report.label).toBe(`class ${i}`);
      expect(report.f1).toBeCloseTo(expected.f1[i]!, 12);
    }
    expect(evaluation.roc.length > 0).toBe(task === 'binary');
  });

  test('regression', async () => {
    const expected = cases.regression;
    const evaluation = await measure({
      task: 'regression',
      classes: [],
      prediction: prediction(expected.predicted, 1),
      y: Float32Array.from(expected.actual),
      baseline: { kind: 'mean', mean: 48 },
      seed: 1,
    });
    expect(evaluation.scores.map(({ metric }) => metric)).toEqual(['mae', 'rmse', 'r2']);
    for (const name of ['mae', 'rmse', 'r2'] as const) {
      expect(Math.abs(scoreOf(evaluation, name).value - expected[name])).toBeLessThan(1e-9);
      expect(Math.abs(scoreOf(evaluation, name).baseline - cases.regressionBaseline[name])).toBeLessThan(
        1e-9,
      );
    }
    expectHeld(evaluation);
    expect(evaluation.residuals).toHaveLength(70);
    expect(evaluation.residuals[69]).toEqual({
      actual: expected.actual[69],
      predicted: expected.predicted[69],
    });
  });
});

test('a perfect model is not sure of itself', async () => {
  const y = Float32Array.from({ length: 30 }, (_, row) => row % 2);
  const evaluation = await measure({
    task: 'binary',
    classes: ['no', 'yes'],
    prediction: prediction(
      [...y].flatMap((label) => [0.9 - 0.8 * label, 0.1 + 0.8 * label]),
      2,
    ),
    y,
    baseline: baselineOf('binary', ['no', 'yes'], y),
    seed: 1,
  });
  for (const metric of ['accuracy', 'balanced-accuracy', 'macro-f1', 'roc-auc']) {
    expect(scoreOf(evaluation, metric)).toMatchObject({ value: 1, high: 1 });
    expect(scoreOf(evaluation, metric).low).toBeLessThan(0.95);
  }
  expect(scoreOf(evaluation, 'log-loss').baseline).toBeCloseTo(Math.LN2, 12);
});

test('without a row of every class there is no ROC AUC and no curve', async () => {
  const evaluation = await measure({
    task: 'binary',
    classes: ['no', 'yes'],
    prediction: prediction([0.6, 0.4, 0.2, 0.8], 2),
    y: new Float32Array([0, 0]),
    baseline: { kind: 'majority', prior: [0.5, 0.5] },
    seed: 1,
  });
  expect(evaluation.scores.map(({ metric }) => metric)).not.toContain('roc-auc');
  expect(evaluation.roc).toEqual([]);
});

test('intervals hold the truth in about 95 of 100 samples', async () => {
  // R2 = .5, RMSE = 1 and macro F1 = .8 by construction.
  const random = new Random(9);
  const held = { rmse: 0, r2: 0, 'macro-f1': 0 };
  for (let seed = 0; seed < 120; seed++) {
    const rows = Array.from({ length: 150 }, () => [random.normal(), random.normal()] as const);
    const regression = await measure({
      task: 'regression',
      classes: [],
      prediction: prediction(
        rows.map(([signal]) => signal),
        1,
      ),
      y: Float32Array.from(rows, ([signal, noise]) => signal + noise),
      baseline: { kind: 'mean', mean: 0 },
      seed,
    });
    const y = Float32Array.from(rows, (_, row) => row % 2);
    const classification = await measure({
      task: 'binary',
      classes: ['no', 'yes'],
      prediction: prediction(
        [...y].flatMap((label) => ((label === 1) === random.uniform() < 0.8 ? [0, 1] : [1, 0])),
        2,
      ),
      y,
      baseline: { kind: 'majority', prior: [0.5, 0.5] },
      seed,
    });
    for (const [metric, truth] of [
      ['rmse', 1],
      ['r2', 0.5],
      ['macro-f1', 0.8],
    ] as const) {
      const { low, high } = scoreOf(metric === 'macro-f1' ? classification : regression, metric);
      if (low <= truth && truth <= high) held[metric]++;
    }
  }
  for (const count of Object.values(held)) {
    expect(count / 120).toBeGreaterThan(0.89);
    expect(count / 120).toBeLessThan(0.995);
  }
});

test.each(bootstrap.stratified)(
  'intervals of $classes classes are those of scikit-learn’s scores of rows drawn within each class',
  async ({ classes, actual, probabilities, intervals }) => {
    const evaluation = await measure({
      task: classes === 2 ? 'binary' : 'multiclass',
      classes: labels(classes),
      prediction: prediction(probabilities, classes),
      y: Float32Array.from(actual),
      baseline: { kind: 'majority', prior: labels(classes).map(() => 1 / classes) },
      seed: 1,
    });
    expect(evaluation.intervals).toEqual({ kind: 'stratified', resamples: 1000 });
    for (const [i, { low, high }] of evaluation.scores.entries()) {
      const [expectedLow, expectedHigh] = intervals[i]! as [number, number];
      const room = 0.08 * (expectedHigh - expectedLow);
      expect(Math.abs(low - expectedLow)).toBeLessThan(room);
      expect(Math.abs(high - expectedHigh)).toBeLessThan(room);
    }
  },
);

test.each(bootstrap.reliability)(
  'reliability of $classes classes is scikit-learn’s calibration curve of quantiles',
  async ({ classes, actual, probabilities, rows, predicted, observed, calibrationError }) => {
    const { reliability } = await measure({
      task: classes === 2 ? 'binary' : 'multiclass',
      classes: labels(classes),
      prediction: prediction(probabilities, classes),
      y: Float32Array.from(actual),
      baseline: { kind: 'majority', prior: labels(classes).map(() => 1 / classes) },
      seed: 1,
    });
    expect(reliability!.of).toBe(classes === 2 ? 'positive-class' : 'top-label');
    expect(reliability!.bins.map((bin) => bin.rows)).toEqual(rows);
    for (const [i, bin] of reliability!.bins.entries()) {
      expect(bin.predicted).toBeCloseTo(predicted[i]!, 6);
      expect(bin.observed).toBeCloseTo(observed[i]!, 9);
      expect(bin.low).toBeLessThan(bin.high);
      expect(bin.low).toBeLessThanOrEqual(bin.observed);
      expect(bin.high).toBeGreaterThanOrEqual(bin.observed);
    }
    expect(reliability!.calibrationError).toBeCloseTo(calibrationError, 6);
  },
);

test('few rows make few bins', async () => {
  const { reliability } = await measure({
    task: 'binary',
    classes: ['no', 'yes'],
    prediction: prediction(Array.from({ length: 25 }, (_, row) => [1 - row / 25, row / 25]).flat(), 2),
    y: Float32Array.from({ length: 25 }, (_, row) => row % 2),
    baseline: { kind: 'majority', prior: [0.5, 0.5] },
    seed: 1,
  });
  expect(reliability!.bins.map(({ rows }) => rows)).toEqual([13, 12]);
});

describe('rows in the order of time', () => {
  /** A model that errs in spells: for some 15 rows it is right, then for a few it is not. */
  const spells = (random: Random, rows: number): { y: Float32Array; probabilities: number[] } => {
    let isRight = random.uniform() < 0.75;
    const y = Float32Array.from({ length: rows }, () => random.below(2));
    const probabilities = [...y].flatMap((label) => {
      if (random.uniform() < 1 / 8) isRight = random.uniform() < 0.75;
      const sure = 0.6 + 0.3 * random.uniform();
      const second = (label === 1) === isRight ? sure : 1 - sure;
      return [1 - second, second];
    });
    return { y, probabilities };
  };

  const classified = ({ y, probabilities }: ReturnType<typeof spells>, seed: number, inOrder: boolean) =>
    measure({
      task: 'binary',
      classes: ['no', 'yes'],
      prediction: prediction(probabilities, 2),
      y,
      baseline: { kind: 'majority', prior: [0.5, 0.5] },
      seed,
      inOrder,
    });

  test('blocks hold the truth where rows one by one do not', async () => {
    const random = new Random(4);
    const held = { blocks: 0, alone: 0 };
    for (let seed = 0; seed < 60; seed++) {
      const rows = spells(random, 240);
      for (const name of ['blocks', 'alone'] as const) {
        const { low, high } = scoreOf(await classified(rows, seed, name === 'blocks'), 'accuracy');
        if (low <= 0.75 && 0.75 <= high) held[name]++;
      }
    }
    expect(held.alone).toBeLessThan(44);
    expect(held.blocks).toBeGreaterThan(49);
  });

  test('it is said how rows were drawn', async () => {
    const rows = spells(new Random(1), 500);
    const { intervals } = await classified(rows, 1, true);
    expect(intervals).toMatchObject({ kind: 'block', resamples: 1000 });
    expect(intervals!.kind === 'block' && intervals!.blockLength).toBeGreaterThan(4);
    const y = Float32Array.from({ length: 40 }, (_, row) => row);
    const regression = await measure({
      task: 'regression',
      classes: [],
      prediction: { rows: 40, outputs: 1, values: y.map((value) => value + Math.sin(value)) },
      y,
      baseline: { kind: 'mean', mean: 0 },
      seed: 1,
    });
    expect(regression.intervals).toEqual({ kind: 'plain', resamples: 1000 });
    expect(regression.reliability).toBeUndefined();
  });

  test('the order changes the intervals alone', async () => {
    const rows = spells(new Random(1), 200);
    const [ordered, unordered] = [await classified(rows, 1, true), await classified(rows, 1, false)];
    expect(ordered.confusion).toEqual(unordered.confusion);
    expect(ordered.roc).toEqual(unordered.roc);
    for (const [i, { value }] of ordered.scores.entries())
      expect(value).toBeCloseTo(unordered.scores[i]!.value, 12);
    expect(ordered.reliability!.calibrationError).toBeCloseTo(unordered.reliability!.calibrationError, 12);
  });
});

test('many rows of many classes can be cancelled', async () => {
  const random = new Random(1);
  const [rows, classes] = [20_000, 5];
  const aborting = new AbortController();
  const done = measure({
    task: 'multiclass',
    classes: labels(classes),
    prediction: prediction(
      Array.from({ length: rows * classes }, () => random.uniform()),
      classes,
    ),
    y: Float32Array.from({ length: rows }, () => random.below(classes)),
    baseline: { kind: 'majority', prior: labels(classes).map(() => 1 / classes) },
    seed: 1,
    context: { ...unwatched, signal: aborting.signal },
  });
  aborting.abort();
  await expect(done).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }));
});

test('a regression of 5,000 rows keeps 1,000 evenly spaced residuals', async () => {
  const y = Float32Array.from({ length: 5000 }, (_, row) => row);
  const { residuals } = await measure({
    task: 'regression',
    classes: [],
    prediction: { rows: 5000, outputs: 1, values: y.map((value) => value + 1) },
    y,
    baseline: { kind: 'mean', mean: 0 },
    seed: 1,
  });
  expect(residuals).toHaveLength(1000);
  expect(residuals[500]).toEqual({ actual: 2500, predicted: 2501 });
});

describe('rows that can’t be measured', () => {
  const input = {
    task: 'binary',
    classes: ['no', 'yes'],
    prediction: prediction([0.6, 0.4, 0.2, 0.8], 2),
    y: new Float32Array([0, 1]),
    baseline: { kind: 'majority', prior: [0.5, 0.5] },
    seed: 1,
  } as const;
  test.each([
    ['rows', { y: new Float32Array([0]) }],
    ['class', { y: new Float32Array([0, 2]) }],
    ['class', { y: new Float32Array([0, NaN]) }],
    ['not-finite', { prediction: prediction([NaN, 0.4, 0.2, 0.8], 2) }],
    ['outputs', { prediction: prediction([0.6, 0.4], 1) }],
    ['classes', { classes: ['a', 'b', 'c'] }],
    ['baseline', { baseline: { kind: 'mean', mean: 0 } as const }],
    ['too-few-rows', { prediction: prediction([0.6, 0.4], 2), y: new Float32Array([0]) }],
  ])('%s %#', async (code, change) => {
    await expect(measure({ ...input, ...change })).rejects.toThrow(expect.objectContaining({ code }));
  });
});

describe('baseline', () => {
  test('shares and mean of the training rows', () => {
    expect(baselineOf('multiclass', ['a', 'b', 'c'], new Float32Array([0, 0, 2, 0]))).toEqual({
      kind: 'majority',
      prior: [0.75, 0, 0.25],
    });
    expect(baselineOf('regression', [], new Float32Array([1, 2, 6]))).toEqual({ kind: 'mean', mean: 3 });
  });

  test('needs rows', () => {
    expect(() => baselineOf('regression', [], new Float32Array())).toThrow(/needs training rows/);
  });
});
