import type { OnlineModelKind } from '../../../src/core/online-model.ts';

/** Rows of classes, in the order of their file. */
export interface ClassStream {
  readonly width: number;
  readonly classes: number;
  readonly x: Float32Array<ArrayBuffer>; // (rows, width)
  readonly y: Float32Array<ArrayBuffer>; // (rows)
}

export interface Prequential {
  readonly accuracy: number;
  /** Of a row: its answer and its learning. */
  readonly microseconds: number;
}

/** Test, then train (Dawid 1984): every row is answered before it is learnt, all features as numbers, labels at once. */
export function prequential<Options extends OnlineModelKind['defaults']>(
  kind: OnlineModelKind<Options>,
  { width, classes, x, y }: ClassStream,
  seed: number,
): Prequential {
  const categories = new Array<number>(width).fill(0);
  const problem = { task: classes > 2 ? 'multiclass' : 'binary', categories, classes } as const;
  const model = kind.create(problem, kind.defaults, seed);
  const answer = new Float64Array(classes);
  let right = 0;
  const begin = performance.now();
  for (const [row, label] of y.entries()) {
    model.predict(x, row * width, answer);
    if (answer.indexOf(Math.max(...answer)) === label) right++;
    model.learn(x, row * width, label, 1);
  }
  const microseconds = (1_000 * (performance.now() - begin)) / y.length;
  return { accuracy: right / y.length, microseconds };
}
