import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../src/core/online-model.ts';
import { Random } from '../../src/core/random.ts';
import type { Task } from '../../src/core/schema.ts';
import { decodeSnapshot, encodeSnapshot, type PartState } from '../../src/core/snapshot.ts';

/** Baselines whose answer is the last label, however much its row weighs. */
const ignoresWeights: readonly string[] = ['no-change', 'last-value'];

/** What every model of a stream must do: its contract in `core/online-model.ts`. */
export function checkOnlineModel<Options extends JsonObject>(
  kind: OnlineModelKind<Options>,
  options: Options = kind.defaults,
): void {
  test(`online model ${kind.kind} says what it is and where it comes from`, () => {
    expect(kind.title).not.toBe('');
    expect(kind.summary).toMatch(/\.$/);
    expect(kind.source).toMatch(/\b(19|20)\d\d$|^A baseline: /);
    expect(kind.tasks).not.toHaveLength(0);
  });
  for (const task of kind.tasks)
    describe(`online model ${kind.kind}, ${task}`, () => checkTask(kind, options, task));
}

/** Numbers, and an input of three categories. */
const inputs = [0, 0, 3, 0];

function checkTask<Options extends JsonObject>(
  kind: OnlineModelKind<Options>,
  options: Options,
  task: Task,
): void {
  const problem = problemOf(task, inputs);
  const create = (of: OnlineProblem = problem, seed = 1) => kind.create(of, options, seed);
  const load = (saved: PartState, of: OnlineProblem = problem) => kind.load(of, options, saved);
  const stream = rowsOf(problem, 200, 1);
  const probes = rowsOf(problem, 20, 2);
  const learnt = (rows = stream, seed = 1) => learnAll(create(problem, seed), rows);
  const answersOf = (model: OnlineModel, rows: Rows, of: OnlineProblem = problem) =>
    predictAll(model, rows, of);

  test('before the first row all classes are equally likely, and the value is 0', () => {
    const answers = answersOf(create(), probes);
    const expected = task === 'regression' ? 0 : 1 / problem.classes;
    for (const answer of answers) expect(answer).toBeCloseTo(expected, 9);
  });

  test('answers with probabilities that sum to 1, or a finite value, after any number of rows', () => {
    const model = create();
    for (const row of stream.y.keys()) {
      learnRow(model, stream, row);
      if (row < 20 || row % 40 === 0) expectAnswers(answersOf(model, probes), problem);
    }
  });

  test('the same seed gives the same bytes', () => {
    expectSame(bytesOf(learnt()), bytesOf(learnt()));
  });

  test('saved and loaded anywhere in the stream, it goes on as if it had not been', () => {
    const whole = create();
    const loaded = [0, 1, 2, 7, 60, 150].map((at) => ({ at, model: null as OnlineModel | null }));
    for (const row of stream.y.keys()) {
      for (const one of loaded) if (one.at === row) one.model = load(throughBytes(whole.save()));
      for (const { model } of loaded) {
        if (!model) continue;
        if (row % 20 === 0) expect(answersOf(model, probes)).toEqual(answersOf(whole, probes));
        learnRow(model, stream, row);
      }
      learnRow(whole, stream, row);
    }
    for (const { model } of loaded) expectSame(bytesOf(model!), bytesOf(whole));
  });

  test('predict changes nothing, and nothing of what is learnt later', () => {
    const [asked, silent] = [create(), create()];
    for (const row of stream.y.keys()) {
      const before = row % 50 === 3 ? bytesOf(asked) : null;
      answersOf(asked, takeRow(probes, row % 20));
      if (before) expectSame(bytesOf(asked), before);
      learnRow(asked, stream, row);
      learnRow(silent, stream, row);
    }
    expectSame(bytesOf(asked), bytesOf(silent));
  });

  test('what is saved is a copy: neither what is learnt later nor a model loaded from it changes it', () => {
    const model = learnt();
    const saved = model.save();
    const bytes = encodePart(saved);
    const other = load(saved);
    learnAll(model, rowsOf(problem, 60, 3));
    learnAll(other, rowsOf(problem, 60, 4));
    other.grow({ ...problem, categories: [...inputs, 0] });
    learnAll(other, rowsOf({ ...problem, categories: [...inputs, 0] }, 5, 5));
    expectSame(encodePart(saved), bytes);
  });

  test('a cell that is missing never gets into its state', () => {
    const holes = { ...stream, x: stream.x.map((cell, at) => ((at * 7) % 5 ? cell : NaN)) };
    const model = learnAll(create(), holes);
    const nothing = { ...probes, x: new Float32Array(probes.x.length).fill(NaN) };
    for (const rows of [probes, nothing, holes]) expectAnswers(answersOf(model, rows), problem);
    learnAll(model, nothing);
    expectAnswers(answersOf(model, probes), problem);
    expectAnswers(answersOf(learnAll(create(), nothing), probes), problem);
  });

  test('copes with inputs that never vary, and does not jump when they do', () => {
    const flat = { ...stream, x: stream.x.map((_, at) => (at % 4 === 2 ? 1 : 5)) };
    const model = learnAll(create(), flat);
    expectAnswers(answersOf(model, flat), problem);
    const moved = { ...flat, x: flat.x.map((cell, at) => (at % 4 === 2 ? cell : cell + 30)) };
    expect(answersOf(model, moved)).toEqual(answersOf(model, flat));
  });

  test('copes with large numbers', () => {
    const large = { ...stream, x: stream.x.map((cell, at) => (at % 4 === 2 ? cell : cell * 1e30)) };
    const model = learnAll(create(), large);
    for (const rows of [large, probes]) expectAnswers(answersOf(model, rows), problem);
  });

  test('copes with a target that never varies', () => {
    const model = create();
    for (const row of stream.y.keys()) model.learn(stream.x, row * 4, 1, 1);
    const answers = answersOf(model, probes);
    expectAnswers(answers, problem);
    for (const row of probes.y.keys())
      expect(
        task === 'regression' ? 1 - Math.abs(answers[row]! - 1) : answers[row * problem.classes + 1],
      ).toBeGreaterThan(0.5);
  });

  test('copes with 1,025 inputs', () => {
    const wide = problemOf(task, [...new Array<number>(1024).fill(0), 3]);
    const model = learnAll(create(wide), rowsOf(wide, 12, 5));
    expectAnswers(answersOf(model, rowsOf(wide, 3, 6)), wide);
  });

  if (!ignoresWeights.includes(kind.kind))
    test('rows that weigh more pull more', () => {
      const twice = { ...stream, y: stream.y.map((y) => (task === 'regression' ? y + 5 : y)) };
      const pulled = (heavy: number, light: number) => {
        const model = create();
        for (const row of stream.y.keys()) {
          const isOdd = row % 2 > 0;
          const y = task === 'regression' ? (isOdd ? 20 : -20) : isOdd ? 1 : 0;
          model.learn(twice.x, row * 4, y, isOdd ? heavy : light);
        }
        const answers = answersOf(model, probes);
        const at = task === 'regression' ? 0 : 1;
        const outputs = Math.max(1, problem.classes);
        return probes.y.reduce((sum, _, row) => sum + answers[row * outputs + at]!, 0);
      };
      expect(pulled(8, 1)).toBeGreaterThan(pulled(1, 8));
    });

  describe('grows', () => {
    const more = problemOf(task, [0, 0, 5, 0, 0, 2]);
    const later = rowsOf(more, 100, 7);
    /** The probes with NaN for the new inputs. */
    const old: Rows = { ...probes, x: widened(probes.x, 4, 6), width: 6 };

    test('by inputs and categories: what it predicted of rows without them stays', () => {
      const model = learnt();
      const before = answersOf(model, probes);
      model.grow(more);
      expectClose(answersOf(model, old), before);
      learnAll(model, later);
      expectAnswers(answersOf(model, later), more);
      expectAnswers(answersOf(model, old), more);
    });

    test('before it has learnt, into what was begun with them', () => {
      const grown = create();
      grown.grow(more);
      const answers = answersOf(grown, rowsOf(more, 5, 8));
      for (const answer of answers)
        expect(answer).toBeCloseTo(task === 'regression' ? 0 : 1 / more.classes, 9);
      learnAll(grown, later);
      expectAnswers(answersOf(grown, later), more);
    });

    test('saved before or after, it goes on to the same bytes', () => {
      const [whole, first] = [learnt(), load(throughBytes(learnt().save()))];
      for (const model of [whole, first]) model.grow(more);
      const second = load(throughBytes(whole.save()), more);
      for (const model of [whole, first, second]) learnAll(model, later);
      expectSame(bytesOf(first), bytesOf(whole));
      expectSame(bytesOf(second), bytesOf(whole));
    });

    const isOpen = task === 'multiclass' || (task === 'binary' && kind.tasks.includes('multiclass'));
    if (isOpen)
      test('by classes: the new ones begin with probability 0 or next to it, and are learnt', () => {
        const classes = problem.classes + 2;
        const wider: OnlineProblem = { task: 'multiclass', categories: inputs, classes };
        const model = learnt();
        const before = answersOf(model, probes);
        model.grow(wider);
        const after = answersOf(model, probes, wider);
        for (const row of probes.y.keys())
          for (let c = 0; c < classes; c++) {
            const was = c < problem.classes ? before[row * problem.classes + c]! : 0;
            expect(Math.abs(after[row * classes + c]! - was)).toBeLessThan(1e-6);
          }
        const loaded = load(throughBytes(model.save()), wider);
        for (let row = 0; row < 160; row++)
          for (const one of [model, loaded]) one.learn(stream.x, row * 4, row % classes, 1);
        expectSame(bytesOf(loaded), bytesOf(model));
        const answers = answersOf(model, probes, wider);
        expectAnswers(answers, wider);
        let ofNew = 0;
        for (const row of probes.y.keys())
          for (let c = problem.classes; c < classes; c++) ofNew += answers[row * classes + c]!;
        expect(ofNew / probes.y.length).toBeGreaterThan(0.05);
      });
  });

  describe('refuses a state that', () => {
    const refused = (saved: PartState, of: OnlineProblem = problem) =>
      expect(codeOf(() => load(saved, of))).toBe('snapshot-format');

    test('lacks a part, or has it in another size or type', () => {
      const { header, tensors } = learnt().save();
      for (const [name, { shape, data }] of Object.entries(tensors)) {
        refused({ header, tensors: without(tensors, name) });
        const shorter = data.length ? data.slice(1) : new Float64Array(3);
        refused({ header, tensors: { ...tensors, [name]: { shape: [shorter.length], data: shorter } } });
        const other = data instanceof Uint32Array ? Float32Array.from(data) : Uint32Array.from(data);
        if (data.length) refused({ header, tensors: { ...tensors, [name]: { shape, data: other } } });
      }
      for (const name of Object.keys(header)) {
        refused({ header: without(header, name), tensors });
        for (const wrong of [null, 'x', {}, [[]]]) refused({ header: { ...header, [name]: wrong }, tensors });
      }
    });

    test('is of another problem', () => {
      // What a model saves without a tensor says nothing of the inputs.
      if (Object.keys(learnt().save().tensors).length === 0 || kind.kind === 'majority') return;
      refused(learnt().save(), { ...problem, categories: [...inputs, 0] });
    });

    test('has an infinite number; of one that is only wrong, it is a model that answers', () => {
      const { header, tensors } = learnt().save();
      const random = new Random(9);
      for (const [name, { shape, data }] of Object.entries(tensors)) {
        if (data.length === 0) continue;
        const put = (value: number) => {
          const copy = data.slice();
          copy[random.below(data.length)] = value;
          return { header, tensors: { ...tensors, [name]: { shape, data: copy } } };
        };
        if (data instanceof Float32Array || data instanceof Float64Array) refused(put(Infinity));
        for (const value of [0, 1, 2, 3, 255, 2 ** 32 - 1, -1, 1e-30, 1e30]) {
          const mutant = put(value);
          const code = codeOf(() => {
            const model = load(mutant);
            answersOf(model, probes);
            learnAll(model, probes);
          });
          expect([undefined, 'snapshot-format'], `${name} with ${value}`).toContain(code);
        }
      }
    });
  });
}

interface Rows {
  readonly x: Float32Array<ArrayBuffer>; // (rows, width)
  readonly y: Float32Array<ArrayBuffer>; // (rows)
  readonly width: number;
}

function problemOf(task: Task, categories: readonly number[]): OnlineProblem {
  return { task, categories, classes: task === 'binary' ? 2 : task === 'multiclass' ? 3 : 0 };
}

/** Rows whose answer hangs on the first numbers and on the category. */
function rowsOf({ task, categories, classes }: OnlineProblem, rows: number, seed: number): Rows {
  const random = new Random(seed);
  const width = categories.length;
  const x = new Float32Array(rows * width);
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (const [input, count] of categories.entries()) {
      const cell = count ? random.below(count) : random.normal();
      x[row * width + input] = cell;
      if (input < 4) sum += count ? 0.5 * (cell % 3) - 0.5 : cell * Math.cos(1 + 2.1 * input);
    }
    y[row] =
      task === 'regression'
        ? 20 + 4 * sum
        : task === 'binary'
          ? +(sum > 0)
          : Math.min(classes - 1, Math.max(0, Math.floor(sum + 1.5)));
  }
  return { x, y, width };
}

function takeRow({ x, y, width }: Rows, row: number): Rows {
  return { x: x.slice(row * width, (row + 1) * width), y: y.slice(row, row + 1), width };
}

function widened(x: Float32Array, width: number, wider: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array((x.length / width) * wider).fill(NaN);
  for (let at = 0; at < x.length; at++) out[Math.floor(at / width) * wider + (at % width)] = x[at]!;
  return out;
}

function learnRow(model: OnlineModel, { x, y, width }: Rows, row: number): void {
  model.learn(x, row * width, y[row]!, 1);
}

function learnAll(model: OnlineModel, rows: Rows): OnlineModel {
  for (const row of rows.y.keys()) learnRow(model, rows, row);
  return model;
}

/** (rows, classes or 1) */
function predictAll(model: OnlineModel, { x, y, width }: Rows, { classes }: OnlineProblem): Float64Array {
  const outputs = Math.max(1, classes);
  const answers = new Float64Array(y.length * outputs).fill(NaN);
  for (const row of y.keys())
    model.predict(x, row * width, answers.subarray(row * outputs, (row + 1) * outputs));
  return answers;
}

function expectAnswers(answers: Float64Array, { classes }: OnlineProblem): void {
  expect(answers.every(Number.isFinite)).toBe(true);
  for (let at = 0; classes && at < answers.length; at += classes) {
    const chances = answers.subarray(at, at + classes);
    expect(chances.every((chance) => chance >= 0 && chance <= 1 + 1e-12)).toBe(true);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
  }
}

function expectClose(actual: Float64Array, expected: Float64Array): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(value)));
}

type Bytes = Uint8Array<ArrayBuffer>;

function encodePart(saved: PartState): Bytes {
  return encodeSnapshot({ kind: 'part', ...saved });
}

function bytesOf(model: OnlineModel): Bytes {
  return encodePart(model.save());
}

function throughBytes(saved: PartState): PartState {
  return decodeSnapshot(encodePart(saved));
}

/** Equality of long arrays, many times faster than `toEqual`. */
function expectSame(a: Bytes, b: Bytes): void {
  expect(a.length === b.length && a.every((byte, i) => byte === b[i])).toBe(true);
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return error instanceof PerennialError ? error.code : String(error);
  }
  return undefined;
}
