import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import { noCheckpoints } from '../../src/core/checkpoints.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Learner, LearnerKind, LearnerParts, UpdateRun, Problem } from '../../src/core/learner.ts';
import { takeBatchRows, type Batch, type Matrix } from '../../src/core/matrix.ts';
import { unwatched, type CurvePoint, type JobContext, type Progress } from '../../src/core/progress.ts';
import { Random } from '../../src/core/random.ts';
import type { Task } from '../../src/core/schema.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import { runCutOff, runWhole } from './cut-off.ts';
import { exceptionsOf } from './learner-exceptions.ts';

/**
 * What every learner must do: its contract in `core/learner.ts`, on small problems whose answer is known.
 *
 * @param options its defaults, but for kinds that would take minutes with them.
 */
export function checkLearner<Options extends JsonObject>(
  kind: LearnerKind<Options>,
  parts: LearnerParts,
  options: Options = kind.defaults,
): void {
  for (const task of kind.tasks)
    describe(`learner ${kind.kind}, ${task}`, () => checkTask(kind, parts, task, options));
  for (const task of tasks.filter((task) => !kind.tasks.includes(task)))
    test(`learner ${kind.kind} refuses a ${task} problem, for which it is not made`, () => {
      expect(codeOf(() => kind.create(problemOf(task, 3), options, parts))).toBe('problem');
    });
}

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

function checkTask<Options extends JsonObject>(
  kind: LearnerKind<Options>,
  parts: LearnerParts,
  task: Task,
  options: Options,
): void {
  const allowed = exceptionsOf(kind);
  const problem = problemOf(task, 5);
  const train = rowsOf(problem, 240, 1);
  const validation = rowsOf(problem, 80, 2);
  const fresh = rowsOf(problem, 150, 3);
  const none = rowsOf(problem, 0, 4);
  const create = (of: Problem = problem) => kind.create(of, options, parts);
  const fit = async (on: Batch, seed = 1) => {
    const learner = create();
    await learner.fit(on, validation, runOf({ seed }));
    return learner;
  };
  let stored: Promise<Bytes> | undefined;
  /** Fitted once, then taken up from its snapshot: the first checks show that this is the same. */
  const fitted = async () => {
    stored ??= fit(train).then(bytesOf);
    return kind.load(decodeSnapshot(await stored), parts);
  };

  test('learns a linear problem far better than the baseline', async () => {
    const learner = create();
    const report = await learner.fit(train, validation, runOf());
    expect(lossOf(learner, fresh)).toBeLessThan(allowed.shareOfBaseline * baselineOf(task, train, fresh));
    expect(report.curve.length).toBeGreaterThan(0);
    expect(report.steps).toBeGreaterThan(0);
    expect(report.engineReason).not.toBe('');
  });

  test('predicts a probability for each class, or one value in the unit of the target', async () => {
    const { rows, outputs, values } = (await fitted()).predict(fresh.x);
    expect(rows).toBe(150);
    expect(outputs).toBe(task === 'regression' ? 1 : problem.classes.length);
    expect(values.length).toBe(rows * outputs);
    expect(values.every(Number.isFinite)).toBe(true);
    if (task === 'regression') return;
    for (let row = 0; row < rows; row++) {
      const chances = values.subarray(row * outputs, (row + 1) * outputs);
      expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
    }
  });

  test(`the same seed gives the same bytes, another seed ${allowed.drawsNothing ? 'too' : 'others'}`, async () => {
    const first = bytesOf(await fit(train));
    expectBytes(await fit(train), first);
    expect(isSame(bytesOf(await fit(train, 2)), first)).toBe(allowed.drawsNothing);
  });

  test('predict changes nothing, and a row is predicted alone as among others', async () => {
    const learner = await fitted();
    const before = bytesOf(learner);
    const all = learner.predict(fresh.x);
    for (const row of [0, 1, 77, 149]) {
      const alone = learner.predict(takeBatchRows(fresh, Uint32Array.of(row)).x);
      expect(alone.values).toEqual(all.values.slice(row * all.outputs, (row + 1) * all.outputs));
    }
    expect(learner.predict(none.x).values).toHaveLength(0);
    expectBytes(learner, before);
  });

  test('stored and loaded, it goes on as if it had not been', async () => {
    const whole = await fit(train);
    const stored = bytesOf(whole);
    const loaded = kind.load(decodeSnapshot(stored), parts);
    expect(loaded.problem).toEqual(problem);
    expect(loaded.predict(fresh.x)).toEqual(whole.predict(fresh.x));
    for (const seed of [5, 5, 6]) {
      const batch = rowsOf(problem, 60, 100 + seed);
      await whole.update(batch, runOf({ seed }));
      await loaded.update(batch, runOf({ seed }));
      expectBytes(loaded, bytesOf(whole));
    }
    expect(isSame(bytesOf(whole), stored)).toBe(false);
  });

  test('forgets the rows that it kept, predicts as before, and learns on from new ones', async () => {
    const learner = await fitted();
    const before = learner.predict(fresh.x);
    const rows = new Set(Array.from({ length: 240 }, (_, row) => train.x.data[5 * row]!));
    const held = (of: Learner) =>
      Object.values(of.save().tensors)
        .flatMap(({ data }) => [...data])
        .filter((value) => rows.has(value)).length;
    const cells = held(learner);
    expect(cells > allowed.cellsKept).toBe(allowed.keeps !== 'none');
    if (allowed.keeps === 'to answer') expect(codeOf(() => learner.forgetRows())).toBe('made-of-rows');
    else learner.forgetRows();
    if (allowed.keeps === 'single cells') expect(held(learner)).toBeLessThan(cells / 4 + allowed.cellsKept);
    else expect(held(learner) > allowed.cellsKept).toBe(allowed.keeps === 'to answer');
    expect(learner.predict(fresh.x)).toEqual(before);
    const loaded = kind.load(decodeSnapshot(bytesOf(learner)), parts);
    await loaded.update(fresh, runOf());
    await learner.update(fresh, runOf());
    expectBytes(loaded, bytesOf(learner));
    expect(learner.predict(fresh.x)).not.toEqual(before);
    expect(codeOf(() => create().forgetRows())).toBe('not-fitted');
  });

  test('is stored before it has learnt, too', async () => {
    const loaded = kind.load(decodeSnapshot(bytesOf(create())), parts);
    await loaded.fit(train, validation, runOf());
    expectBytes(loaded, bytesOf(await fitted()));
  });

  test('a snapshot is not changed by what is learnt later', async () => {
    const learner = await fitted();
    const snapshot = learner.save();
    const copy = encodeSnapshot(snapshot);
    await learner.update(rowsOf(problem, 60, 9), runOf());
    expect(isSame(encodeSnapshot(snapshot), copy)).toBe(true);
  });

  test('update follows a concept that moved, and does not spoil one that stayed', async () => {
    const learner = await fitted();
    const still = lossOf(learner, fresh);
    for (let seed = 1; seed <= 5; seed++)
      await learner.update(rowsOf(problem, 200, 20 + seed), runOf({ seed }));
    expect(lossOf(learner, fresh)).toBeLessThan(still + 0.1 * baselineOf(task, train, fresh));
    const moved = rowsOf(problem, 150, 30, 1);
    const before = lossOf(learner, moved);
    for (let seed = 1; seed <= 10; seed++)
      await learner.update(rowsOf(problem, 200, 40 + seed, 1), runOf({ seed }));
    expect(lossOf(learner, moved)).toBeLessThan(before);
  });

  test('a row of weight 0 is a row that is not there', async () => {
    const odd = Uint32Array.from({ length: 120 }, (_, i) => 2 * i);
    const weights = Float32Array.from(train.y, (_, row) => (row % 2 ? 0 : 1));
    const spoiled = { ...train, weights, y: train.y.map((y, row) => (row % 2 ? wrong(task, y) : y)) };
    const absent = (await fit(takeBatchRows(train, odd))).predict(fresh.x).values;
    const weightless = (await fit(spoiled)).predict(fresh.x).values;
    for (let i = 0; i < absent.length; i++) expect(weightless[i]).toBeCloseTo(absent[i]!, 3);
  });

  test('rows that weigh more pull more; the unit of the weights does not matter', async () => {
    // Half of the rows follow one concept, half another; the weights say which one counts.
    const other = rowsOf(problem, 240, 1, 1);
    const mixed = { ...train, y: train.y.map((y, row) => (row % 2 ? other.y[row]! : y)) };
    const weighed = (odd: number, even: number) =>
      fit({ ...mixed, weights: Float32Array.from(mixed.y, (_, row) => (row % 2 ? odd : even)) });
    const [towards, away, scaled] = await Promise.all([weighed(1, 8), weighed(8, 1), weighed(4, 32)]);
    expect(lossOf(towards, fresh)).toBeLessThan(0.7 * lossOf(away, fresh));
    expectBytes(scaled, bytesOf(towards));
  });

  test(`keeps the weights of the ${allowed.keepsPoint === 'last' ? 'last point' : 'point with the lowest validation loss'}`, async () => {
    const few = rowsOf(problem, 40, 1);
    const noisy = { ...few, y: few.y.map((y, row) => (row % 4 ? y : wrong(task, y))) };
    const learner = create();
    const { curve, kept } = await learner.fit(noisy, validation, runOf());
    const judged = curve.filter((point) => point.validationLoss !== null);
    const losses = judged.map((point) => point.validationLoss!);
    const wanted = allowed.keepsPoint === 'last' ? losses.at(-1)! : Math.min(...losses);
    expect(kept?.validationLoss).toBe(wanted);
    if (task !== 'regression') expect(lossOf(learner, validation)).toBeCloseTo(wanted, 4);
  });

  test('without validation rows it keeps the last weights', async () => {
    const learner = create();
    const { curve, kept } = await learner.fit(train, none, runOf());
    expect(kept).toEqual(curve.at(-1));
    expect(curve.every((point) => point.validationLoss === null)).toBe(true);
    expect(lossOf(learner, fresh)).toBeLessThan(allowed.shareOfBaseline * baselineOf(task, train, fresh));
  });

  test('tells how far it is: every point of the curve, in order, never beyond the total', async () => {
    const told: Progress[] = [];
    const report = await create().fit(
      train,
      validation,
      runOf({ report: (progress) => told.push(progress) }),
    );
    const points = told.map((progress) => progress.point).filter((point) => point !== undefined);
    expect(points).toEqual(report.curve);
    expect(points.every((point, i) => i === 0 || isLater(point, points[i - 1]!))).toBe(true);
    expect(told[0]).toMatchObject({ done: 0, total: 0 }); // Who takes the steps, before the first one.
    expect(told.slice(1).every(({ done, total }) => total > 0 && done <= total)).toBe(true);
    expect(told.every(({ engine }) => engine === report.engine)).toBe(true);
  });

  test('a cancel is an error, and leaves it as it was', async () => {
    const learner = await fitted();
    const before = bytesOf(learner);
    for (const learn of [
      (run: UpdateRun) => learner.fit(fresh, validation, run),
      (run: UpdateRun) => learner.update(fresh, run),
    ]) {
      await expectCode('cancelled', learn(runOf({ signal: AbortSignal.abort() })));
      const abort = new AbortController();
      await expectCode('cancelled', learn(runOf({ signal: abort.signal, report: () => abort.abort() })));
      expectBytes(learner, before);
    }
  });

  test('cut off anywhere, a fresh one goes on from the checkpoint to the same bytes and the same report', async () => {
    const random = new Random(11);
    const begun = bytesOf(await fitted());
    for (const job of [
      async (context: JobContext) => {
        const learner = create();
        const report = await learner.fit(train, validation, runOf({ seed: 3, ...context }));
        return { report, bytes: bytesOf(learner) };
      },
      async (context: JobContext) => {
        const learner = kind.load(decodeSnapshot(begun), parts);
        const report = await learner.update(fresh, runOf({ seed: 3, ...context }));
        return { report, bytes: bytesOf(learner) };
      },
    ]) {
      const { result: whole, offers } = await runWhole(job);
      if (offers === 0) continue;
      const first = 1 + random.below(offers);
      const rest = offers - first;
      for (const cuts of [[1], [offers], rest > 1 ? [first, 1 + random.below(rest - 1), 1] : [first]]) {
        const { result } = await runCutOff(job, cuts);
        const where = `cut off at ${cuts.join(', ')} of ${offers}`;
        expect(result.report, where).toEqual(whole.report);
        expect(isSame(result.bytes, whole.bytes), where).toBe(true);
      }
    }
  });

  test('a checkpoint of something else is refused, and it stays as it was', async () => {
    const learner = await fitted();
    const before = bytesOf(learner);
    const stranger = { kind: 'stranger', header: {}, tensors: {} };
    const context = { checkpoints: { ...noCheckpoints, last: stranger } };
    await expectCode('snapshot-format', learner.fit(train, validation, runOf(context)));
    await expectCode('snapshot-format', learner.update(fresh, runOf(context)));
    expectBytes(learner, before);
  });

  test('refuses to predict or go on before it has learnt', async () => {
    expect(codeOf(() => create().predict(fresh.x))).toBe('not-fitted');
    await expectCode('not-fitted', create().update(fresh, runOf()));
  });

  test('refuses other features, naming the first that differs', async () => {
    const learner = await fitted();
    const renamed = {
      ...fresh.x,
      features: fresh.x.features.map((name, i) => (i === 2 ? 'stranger' : name)),
    };
    const narrower = takeFeatures(fresh.x, 4);
    expect(codeOf(() => learner.predict(renamed))).toBe('features');
    expect(() => learner.predict(renamed)).toThrow(/"stranger"/);
    expect(() => learner.predict(narrower)).toThrow(/"f4"/);
    await expectCode('features', learner.update({ ...fresh, x: renamed }, runOf()));
    await expectCode('features', create().fit({ ...train, x: takeFeatures(train.x, 4) }, none, runOf()));
    await expectCode('features', create().fit(train, { ...validation, x: renamed }, runOf()));
  });

  test('refuses what is no finite number, and is left as it was', async () => {
    const learner = await fitted();
    const before = bytesOf(learner);
    for (const bad of kind.features === 'raw' ? [Infinity] : [NaN, Infinity]) {
      const x = { ...fresh.x, data: fresh.x.data.with(7, bad) };
      expect(codeOf(() => learner.predict(x))).toBe('not-finite');
      await expectCode('not-finite', learner.update({ ...fresh, x }, runOf()));
      await expectCode('not-finite', learner.fit({ ...fresh, x }, none, runOf()));
      const y = { ...fresh, y: fresh.y.with(3, bad) };
      await expectCode(task === 'regression' ? 'not-finite' : 'target', learner.update(y, runOf()));
    }
    await expectCode('weights', learner.update({ ...fresh, weights: fresh.y.map(() => -1) }, runOf()));
    expectBytes(learner, before);
  });

  if (kind.features === 'raw')
    test('learns from what is missing, and answers where anything is', async () => {
      const holes = { ...train.x, data: train.x.data.map((cell, at) => (at % 7 === 3 ? NaN : cell)) };
      const learner = await fit({ ...train, x: holes });
      expect(lossOf(learner, fresh)).toBeLessThan(0.7 * baselineOf(task, train, fresh));
      const nothing = { ...fresh.x, data: fresh.x.data.map(() => NaN) };
      expect(learner.predict(nothing).values.every(Number.isFinite)).toBe(true);
      await learner.update({ ...fresh, x: nothing }, runOf());
    });

  test('refuses to learn from no row at all', async () => {
    await expectCode('no-rows', create().fit(none, validation, runOf()));
    const weightless = { ...train, weights: new Float32Array(train.y.length) };
    await expectCode('no-rows', create().fit(weightless, validation, runOf()));
    await expectCode('no-rows', (await fitted()).update(none, runOf()));
  });

  test.each([
    [1, 1],
    [2, 3],
    [9, 1],
    [33, 7],
    [70, 150],
  ])('copes with %i rows of %i features', async (rows, features) => {
    const wide = problemOf(task, features);
    const learner = create(wide);
    await learner.fit(rowsOf(wide, rows, 1), rowsOf(wide, Math.floor(rows / 2), 2), runOf());
    await learner.update(rowsOf(wide, 3, 3), runOf());
    const { values } = learner.predict(rowsOf(wide, 5, 4).x);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  test('copes with a feature and a target that never vary', async () => {
    const flat = { ...train, y: train.y.map(() => 1), x: withFeature(train.x, 3, 0) };
    const learner = create();
    await learner.fit(flat, none, runOf());
    const { values, outputs } = learner.predict(flat.x);
    for (let row = 0; row < 240; row++)
      expect(Math.abs(values[row * outputs + (outputs > 1 ? 1 : 0)]! - 1)).toBeLessThan(0.2);
    // Once the feature moves, the outputs do not jump.
    expect(learner.predict(withFeature(flat.x, 3, 50))).toEqual(learner.predict(flat.x));
  });

  test('refuses a snapshot of another kind', async () => {
    const snapshot = { ...(await fitted()).save(), kind: 'stranger' };
    expect(codeOf(() => kind.load(snapshot, parts))).toBe('snapshot-format');
  });
}

/** A run without cancel whose reports nobody reads, but for what is given. */
export function runOf({ seed = 1, ...context }: { seed?: number } & Partial<JobContext> = {}): UpdateRun {
  return { seed, engine: 'auto', hasConceptChanged: false, context: { ...unwatched, ...context } };
}

function problemOf(task: Task, features: number): Problem {
  const classes = task === 'binary' ? ['no', 'yes'] : task === 'multiclass' ? ['a', 'b', 'c'] : [];
  return { task, features: Array.from({ length: features }, (_, i) => `f${i}`), classes };
}

/** Rows whose answer is linear in standard normal features, almost without noise; `concept` turns the direction. */
function rowsOf({ task, features, classes }: Problem, rows: number, seed: number, concept = 0): Batch {
  const width = features.length;
  const random = new Random(seed);
  const data = Float32Array.from({ length: rows * width }, () => random.normal());
  const along = (row: number, direction: number) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += data[row * width + i]! * Math.cos(1 + 2.1 * i + 2.4 * direction);
    return sum / Math.sqrt(width);
  };
  const y = Float32Array.from({ length: rows }, (_, row) => {
    const noise = 0.05 * random.normal();
    if (task === 'regression') return 300 + 40 * (along(row, concept) + noise);
    if (task === 'binary') return along(row, concept) + noise > 0 ? 1 : 0;
    const scores = classes.map((_, c) => along(row, concept + 0.9 * c) + noise);
    return scores.indexOf(Math.max(...scores));
  });
  return { x: { rows, features, data }, y, weights: null };
}

function wrong(task: Task, y: number): number {
  return task === 'regression' ? 600 - y + 60 : task === 'binary' ? 1 - y : (y + 1) % 3;
}

/** Mean log loss, or mean squared error in the unit of the target. */
function lossOf(learner: Learner, { x, y }: Batch): number {
  const { values, outputs } = learner.predict(x);
  let sum = 0;
  for (let row = 0; row < y.length; row++)
    sum +=
      outputs === 1 ? (values[row]! - y[row]!) ** 2 : -Math.log(values[row * outputs + y[row]!]! + 1e-30);
  return sum / y.length;
}

/** The loss of always answering the training prior, or the training mean. */
function baselineOf(task: Task, train: Batch, { y }: Batch): number {
  const mean = train.y.reduce((sum, value) => sum + value, 0) / train.y.length;
  const share = (c: number) => train.y.filter((value) => value === c).length / train.y.length;
  const losses = Array.from(y, (value) =>
    task === 'regression' ? (value - mean) ** 2 : -Math.log(share(value)),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / y.length;
}

function takeFeatures(x: Matrix, count: number): Matrix {
  const width = x.features.length;
  return {
    rows: x.rows,
    features: x.features.slice(0, count),
    data: x.data.filter((_, at) => at % width < count),
  };
}

function withFeature(x: Matrix, feature: number, value: number): Matrix {
  const width = x.features.length;
  return { ...x, data: x.data.map((cell, at) => (at % width === feature ? value : cell)) };
}

type Bytes = Uint8Array<ArrayBuffer>;

function bytesOf(learner: Learner): Bytes {
  return encodeSnapshot(learner.save());
}

function expectBytes(learner: Learner, bytes: Bytes): void {
  expect(isSame(bytesOf(learner), bytes)).toBe(true);
}

/** Equality of long arrays, many times faster than `toEqual`. */
function isSame(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function isLater(a: CurvePoint, b: CurvePoint): boolean {
  return a.step > b.step && a.epoch >= b.epoch;
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return error instanceof PerennialError ? error.code : String(error);
  }
  return undefined;
}

async function expectCode(code: string, promise: Promise<unknown>): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'PerennialError', code });
}
