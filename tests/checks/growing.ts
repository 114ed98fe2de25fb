import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import type { GrowingLearner, LearnerKind, LearnerParts, Problem } from '../../src/core/learner.ts';
import type { Batch, Prediction } from '../../src/core/matrix.ts';
import { Random } from '../../src/core/random.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { runOf } from './learner.ts';

/** What every learner must do that grows while it learns: `GrowingLearner` in `core/learner.ts`. */
export function checkGrowing<Options extends JsonObject>(
  kind: LearnerKind<Options>,
  parts: LearnerParts,
  options: Options = kind.defaults,
): void {
  for (const task of kind.tasks)
    describe(`growing learner ${kind.kind}, ${task}`, () => {
      const problem: Problem = {
        task,
        features: ['a', 'b', 'colour'],
        classes: task === 'binary' ? ['no', 'yes'] : task === 'multiclass' ? ['x', 'y', 'z'] : [],
        categories: { colour: 3 },
      };
      const rows = rowsOf(problem, 150, 1);
      const probes = rowsOf(problem, 20, 2);
      const begin = async (): Promise<GrowingLearner> => {
        const learner = kind.create(problem, options, parts) as GrowingLearner;
        await learner.fit(rows, rowsOf(problem, 0, 3), runOf());
        return learner;
      };
      const load = (bytes: Uint8Array<ArrayBuffer>) =>
        kind.load(decodeSnapshot(bytes), parts) as GrowingLearner;

      test('a feature appears in mid-stream, another vanishes and comes back', async () => {
        const learner = await begin();
        const before = learner.predict(probes.x);
        const wider: Problem = { ...problem, features: ['new', 'a', 'b', 'colour'] };
        learner.grow(wider);
        expect(learner.problem).toEqual(wider);
        expect(codeOf(() => learner.predict(probes.x))).toBe('features');
        await learner.update(rowsOf(wider, 80, 4), runOf());
        // Without its names the new feature is missing, and with them the old one.
        const narrower: Problem = { ...problem, features: ['b', 'new', 'colour'] };
        learner.grow(narrower);
        await learner.update(rowsOf(narrower, 80, 5), runOf());
        expectFinite(learner.predict(rowsOf(narrower, 20, 6).x));
        learner.grow(problem);
        const after = learner.predict(probes.x);
        expectFinite(after);
        const same = await begin();
        same.grow(wider);
        same.grow(problem);
        expectNear(same.predict(probes.x), before);
      });

      test('grown, saved and loaded, it goes on to the same bytes', async () => {
        const [whole, other] = [await begin(), load(bytesOf(await begin()))];
        const wider: Problem = {
          ...problem,
          features: ['a', 'kind', 'b', 'colour'],
          categories: { colour: 5, kind: 2 },
        };
        for (const learner of [whole, other]) learner.grow(wider);
        const third = load(bytesOf(whole));
        expect(third.problem).toEqual(wider);
        for (const learner of [whole, other, third]) await learner.update(rowsOf(wider, 100, 7), runOf());
        expect(bytesOf(other)).toEqual(bytesOf(whole));
        expect(bytesOf(third)).toEqual(bytesOf(whole));
      });

      test('grown before it has learnt, it is as one that was begun so', async () => {
        const wider: Problem = { ...problem, features: ['a', 'new', 'b', 'colour'] };
        const learner = kind.create(problem, options, parts) as GrowingLearner;
        learner.grow(wider);
        await learner.fit(rowsOf(wider, 80, 8), rowsOf(wider, 0, 3), runOf());
        const begun = kind.create(wider, options, parts);
        await begun.fit(rowsOf(wider, 80, 8), rowsOf(wider, 0, 3), runOf());
        expect(bytesOf(learner)).toEqual(encodeSnapshot(begun.save()));
      });

      const isOpen = task === 'multiclass' || (task === 'binary' && kind.tasks.includes('multiclass'));
      if (isOpen)
        test('a class appears that was never declared before', async () => {
          const learner = await begin();
          const before = learner.predict(probes.x);
          const wider: Problem = { ...problem, task: 'multiclass', classes: [...problem.classes, 'late'] };
          const late = rowsOf(wider, 100, 9);
          const labelled = { ...late, y: late.y.map((_, row) => (row % 2 ? wider.classes.length - 1 : 0)) };
          await expect(learner.update(labelled, runOf())).rejects.toMatchObject({ code: 'target' });
          learner.grow(wider);
          const grown = learner.predict(probes.x);
          const { outputs } = grown;
          for (let row = 0; row < 20; row++)
            for (let c = 0; c < outputs; c++) {
              const was = c < before.outputs ? before.values[row * before.outputs + c]! : 0;
              expect(Math.abs(grown.values[row * outputs + c]! - was)).toBeLessThan(1e-5);
            }
          await learner.update(labelled, runOf());
          const after = learner.predict(probes.x);
          const ofLate = after.values.filter((_, at) => at % outputs === outputs - 1);
          expect(ofLate.reduce((sum, chance) => sum + chance, 0) / 20).toBeGreaterThan(0.05);
        });

      test('refuses what is another question, and stays as it was', async () => {
        const learner = await begin();
        const bytes = bytesOf(learner);
        const { classes } = problem;
        const wrong: Problem[] = [
          {
            ...problem,
            task: task === 'regression' ? 'binary' : 'regression',
            classes: task === 'regression' ? ['no', 'yes'] : [],
          },
          { ...problem, features: [] },
          { ...problem, categories: {} },
          { ...problem, categories: { colour: 2 } },
          { ...problem, categories: { colour: 3, a: 4 } },
          ...(classes.length
            ? [
                { ...problem, classes: [...classes].reverse() },
                { ...problem, classes: classes.slice(1) },
                {
                  ...problem,
                  task: 'multiclass' as const,
                  classes: [classes[0]!, 'between', ...classes.slice(1)],
                },
              ]
            : []),
        ];
        for (const other of wrong) expect(codeOf(() => learner.grow(other))).toBe('problem');
        expect(bytesOf(learner)).toEqual(bytes);
        expect(learner.problem).toEqual(problem);
      });
    });
}

function rowsOf({ task, features, classes, categories = {} }: Problem, rows: number, seed: number): Batch {
  const random = new Random(seed);
  const data = new Float32Array(rows * features.length);
  const y = Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (const [at, feature] of features.entries()) {
      const count = categories[feature];
      const cell = count ? random.below(count) : random.normal();
      data[row * features.length + at] = cell;
      sum += count ? cell / count - 0.5 : cell;
    }
    if (task === 'regression') return 10 + 3 * sum;
    return Math.max(0, Math.min(classes.length - 1, Math.floor(sum + classes.length / 2)));
  });
  return { x: { rows, features, data }, y, weights: null };
}

function expectFinite({ values }: Prediction): void {
  expect(values.every(Number.isFinite)).toBe(true);
}

function expectNear(actual: Prediction, expected: Prediction): void {
  expect(actual.outputs).toBe(expected.outputs);
  for (const [at, value] of expected.values.entries())
    expect(Math.abs(actual.values[at]! - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
}

function bytesOf(learner: GrowingLearner): Uint8Array<ArrayBuffer> {
  return encodeSnapshot(learner.save());
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return error instanceof PerennialError ? error.code : String(error);
  }
  return undefined;
}
