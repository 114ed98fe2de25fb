import type { JsonObject } from '../../../src/core/json.ts';
import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../src/core/online-model.ts';

/** Rows of classes, in the order of their file; every input a number. */
export interface ClassStream {
  readonly inputs: number;
  readonly classes: number;
  readonly x: Float32Array<ArrayBuffer>; // (rows, inputs)
  readonly y: Float32Array<ArrayBuffer>; // (rows)
}

export interface Prequential {
  readonly accuracy: number;
  /** Of a row: its answer and its learning. */
  readonly microseconds: number;
}

export function problemOf({ inputs, classes }: Pick<ClassStream, 'inputs' | 'classes'>): OnlineProblem {
  const categories = new Array<number>(inputs).fill(0);
  return { task: classes > 2 ? 'multiclass' : 'binary', categories, classes };
}

/** A new model of this kind over the stream. */
export function prequential(
  kind: OnlineModelKind,
  options: JsonObject,
  stream: ClassStream,
  seed: number,
): Prequential {
  return playRows(kind.create(problemOf(stream), { ...kind.defaults, ...options }, seed), stream);
}

/** Test, then train (Dawid 1984): every row is answered before it is learnt, labels at once. */
export function playRows(model: OnlineModel, { inputs, classes, x, y }: ClassStream): Prequential {
  const answer = new Float64Array(classes);
  let right = 0;
  const begin = performance.now();
  for (let row = 0; row < y.length; row++) {
    model.predict(x, row * inputs, answer);
    if (largest(answer) === y[row]) right++;
    model.learn(x, row * inputs, y[row]!, 1);
  }
  const microseconds = (1_000 * (performance.now() - begin)) / y.length;
  return { accuracy: right / y.length, microseconds };
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if (values[c]! > values[best]!) best = c;
  return best;
}
