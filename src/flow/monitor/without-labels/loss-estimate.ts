import { PerennialError } from '../../../core/errors.ts';
import type { Learner, LearningRun, Problem } from '../../../core/learner.ts';
import type { Batch, Matrix, Prediction } from '../../../core/matrix.ts';
import { normalQuantile } from '../../../math/distributions.ts';
import { momentsOf } from '../../../math/moments.ts';
import { type Chunk, chunksOf } from './chunks.ts';

export interface LossChunk extends Chunk {
  /** The mean absolute error that is expected of these rows, with what the labels would show in 95 of 100 cases. */
  readonly meanAbsoluteError: number;
  readonly low: number;
  readonly high: number;
}

export interface LossEstimate {
  readonly whole: LossChunk;
  readonly chunks: readonly LossChunk[];
  /** What must be true for it to hold, for the person to read beside it. */
  readonly assumption: string;
}

const ASSUMPTION =
  'This holds as far as the values still follow from the features as they did, so that only the features have changed, and as far as rows like the newer ones were among those that it learnt from. A change of what the features mean is invisible to it: labels alone show that.';

/** A quarter of the labelled rows says how far the estimate of one row is off. */
const HELD = 4;

/**
 * How far a regression is off on rows whose values are not known: direct loss estimation. A second regressor learns the absolute error of the first from the
 * features and from what the first says, on labelled rows that the first has not learnt; its mean over newer rows is the expected error.
 *
 * Of every four labelled rows the last is held back: it decides when the second regressor stops, and how much a row's error varies around what is expected of it,
 * from which the interval follows. It follows a change of the features alone, and is blind to a change of concept.
 *
 * Source: NannyML, "Direct loss estimation", 2022.
 *
 * @example
 * const features = ['a'];
 * const problem = lossProblem(features); // { task: 'regression', features: ['a', 'prediction'], classes: [] }
 * problem.features.length // 2
 */
export class LossEstimator {
  readonly #learner: Learner;
  readonly #deviation: number;

  private constructor(learner: Learner, deviation: number) {
    this.#learner = learner;
    this.#deviation = deviation;
  }

  /**
   * @param learner not fitted, of `lossProblem`
   * @param labelled rows that the regression has not learnt
   * @param prediction the regression's, of these rows
   * @throws PerennialError `estimate` with fewer than 8 rows, or where the prediction is not one value for each of them.
   */
  static async fit(
    learner: Learner,
    labelled: Batch,
    prediction: Prediction,
    run: LearningRun,
  ): Promise<LossEstimator> {
    const { x, y } = labelled;
    refuse(x, prediction, 2 * HELD);
    const inputs = withPrediction(x, prediction);
    const losses = y.map((value, row) => Math.abs(value - prediction.values[row]!));
    const isHeld = (row: number) => row % HELD === HELD - 1;
    const take = (rows: readonly number[]): Batch => ({
      x: rowsOf(inputs, rows),
      y: Float32Array.from(rows, (row) => losses[row]!),
      weights: null,
    });
    const rows = [...losses.keys()];
    const held = take(rows.filter(isHeld));
    await learner.fit(take(rows.filter((row) => !isHeld(row))), held, run);
    const expected = learner.predict(held.x).values;
    const squares = held.y.reduce((sum, loss, row) => sum + (loss - Math.max(0, expected[row]!)) ** 2, 0);
    return new LossEstimator(learner, Math.sqrt(squares / held.y.length));
  }

  /** @param chunkRows 1,000 by default: fewer say little, more come late. */
  estimate(x: Matrix, prediction: Prediction, chunkRows = 1000): LossEstimate {
    refuse(x, prediction, 1);
    const losses = this.#learner
      .predict(withPrediction(x, prediction))
      .values.map((loss) => Math.max(0, loss));
    const told = ({ start, end }: Chunk): LossChunk => {
      const { mean } = momentsOf(losses.subarray(start, end));
      const margin = (normalQuantile(0.975) * this.#deviation) / Math.sqrt(end - start);
      return { start, end, meanAbsoluteError: mean, low: Math.max(0, mean - margin), high: mean + margin };
    };
    return {
      whole: told({ start: 0, end: x.rows }),
      chunks: chunksOf(x.rows, chunkRows).map(told),
      assumption: ASSUMPTION,
    };
  }
}

/** What the second regressor is to learn, where the first one knows these features. */
export function lossProblem(features: readonly string[]): Problem {
  return { task: 'regression', features: [...features, nameOf(features)], classes: [] };
}

/** The name of the column of predictions: one that no feature has. */
function nameOf(features: readonly string[]): string {
  let name = 'prediction';
  while (features.includes(name)) name += ' ';
  return name;
}

function withPrediction({ rows, features, data }: Matrix, { values }: Prediction): Matrix {
  const width = features.length;
  const wider = new Float32Array(rows * (width + 1));
  for (let row = 0; row < rows; row++) {
    wider.set(data.subarray(row * width, (row + 1) * width), row * (width + 1));
    wider[row * (width + 1) + width] = values[row]!;
  }
  return { rows, features: lossProblem(features).features, data: wider };
}

function rowsOf({ features, data }: Matrix, rows: readonly number[]): Matrix {
  const width = features.length;
  const taken = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) taken.set(data.subarray(row * width, (row + 1) * width), i * width);
  return { rows: rows.length, features, data: taken };
}

function refuse(x: Matrix, prediction: Prediction, fewest: number): void {
  if (x.rows >= fewest && prediction.rows === x.rows && prediction.outputs === 1) return;
  throw new PerennialError(
    'estimate',
    `the error is estimated from ${fewest} rows or more and one predicted value for each; there are ${x.rows} rows and ${prediction.rows} of ${prediction.outputs} values`,
    { stage: 'monitor' },
  );
}
