import { PerennialError } from '../../../core/errors.ts';
import type { ClassReport, MetricName, Score } from '../../../core/evaluation.ts';
import type { Prediction } from '../../../core/matrix.ts';
import { Random } from '../../../core/random.ts';
import type { Sliced } from '../../../core/sliced.ts';
import {
  accuracy,
  balancedAccuracy,
  classQualities,
  macroF1,
  type Confusion,
} from '../../../math/metrics/confusion.ts';
import { macroAucOf, rankClasses } from '../../../math/metrics/roc.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { expectedAuc } from './expected-auc.ts';

export interface CbpeInput {
  /** What the model says of the newer rows: its likeliest class is the one it names. */
  readonly prediction: Prediction;
  /** The same, made to come true by a Calibrator fitted on labelled rows that the model has not learnt. */
  readonly calibrated: Prediction;
  /** In the order of the outputs. */
  readonly classes: readonly string[];
  /** The class that the baseline always names, the most frequent one while the model learnt. */
  readonly majority: number;
  /** 1,000 by default: fewer say little, more come late. */
  readonly chunkRows?: number;
  readonly seed?: number;
}

export interface CbpeEstimate {
  /** Of all rows. */
  readonly whole: CbpeChunk;
  /** In the order of the rows. */
  readonly chunks: readonly CbpeChunk[];
  /** What must be true for it to hold, for the person to read beside it. */
  readonly assumption: string;
}

export interface CbpeChunk extends Chunk {
  /** With what the labels would show in 95 of 100 cases, and the baseline's, estimated alike. ROC AUC is left out where one class alone is possible. */
  readonly scores: readonly Score[];
  readonly classes: readonly ClassReport[];
  /** Expected rows: row, the actual class; column, the named one. */
  readonly confusion: Confusion;
}

const ASSUMPTION =
  'This holds as far as the classes still follow from the features as they did, so that only the features have changed, and as far as the calibrated probabilities come true. A change of what the features mean is invisible to it: labels alone show that.';

/** Labels are drawn so often for the intervals. */
const DRAWS = 200;
const METRICS: readonly MetricName[] = ['accuracy', 'balanced-accuracy', 'macro-f1', 'roc-auc'];

/**
 * How well a classifier does on rows whose labels are not known: confidence-based performance estimation.
 *
 * Where probabilities come true, a row that is given .8 is right in 8 of 10 cases. So the rows' calibrated probabilities add up to the expected confusion matrix, and accuracy, precision,
 * recall, F1 and ROC AUC follow from it, as if it had been counted. An interval is what labels drawn from these probabilities would show (200 draws): the chance of the rows, not that of
 * the calibration. The baseline is the most frequent class, estimated in the same way.
 *
 * It follows a change of the features alone (covariate shift), and is blind to a change of concept.
 *
 * Source: NannyML, "Confidence-based performance estimation", 2022; Białek, Kivimäki, Kuberski & Perrakis, "Estimating model performance under covariate shift without labels", 2024.
 *
 * @throws PerennialError `estimate` without rows, where both predictions are not of the same rows and classes, or for a majority that is no class.
 * @example
 * const prediction = { rows: 2, outputs: 2, values: Float32Array.of(0.75, 0.25, 0.5, 0.5) };
 * const { whole } = inOneGo(cbpe({ prediction, calibrated: prediction, classes: ['no', 'yes'], majority: 0 }));
 * whole.scores[0]?.value // 0.625
 * whole.confusion // [[1.25, 0], [0.75, 0]]
 */
export function* cbpe(input: CbpeInput): Sliced<CbpeEstimate> {
  refuse(input);
  const { rows } = input.prediction;
  const random = new Random(input.seed ?? 1);
  const whole = yield* estimateChunk(input, { start: 0, end: rows }, random);
  const cuts = chunksOf(rows, input.chunkRows ?? 1000);
  if (cuts.length === 1) return { whole, chunks: [whole], assumption: ASSUMPTION };
  const chunks: CbpeChunk[] = [];
  for (const chunk of cuts) chunks.push(yield* estimateChunk(input, chunk, random));
  return { whole, chunks, assumption: ASSUMPTION };
}

function* estimateChunk(input: CbpeInput, chunk: Chunk, random: Random): Sliced<CbpeChunk> {
  const { classes, majority } = input;
  const [told, chances] = [cut(input.prediction, chunk), cut(input.calibrated, chunk)];
  const named = likeliest(told);
  const confusion = expected(chances, named);
  const kinds = classes.length === 2 ? [1] : [...classes.keys()];
  const areas = kinds.map((kind) => expectedAuc(column(told, kind), column(chances, kind)));
  const values = [...scoresOf(confusion), areas.reduce((sum, area) => sum + area, 0) / areas.length];
  const baseline = [...scoresOf(expected(chances, new Uint32Array(named.length).fill(majority))), 0.5];
  const drawn = yield* drawnScores(told, chances, named, random);
  return {
    ...chunk,
    scores: METRICS.flatMap((metric, i): Score[] => {
      const value = values[i]!;
      if (Number.isNaN(value)) return [];
      const sorted = drawn
        .map((scores) => scores[i]!)
        .filter((score) => !Number.isNaN(score))
        .sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? value;
      return [
        {
          metric,
          value,
          low: Math.min(value, at(0.025)),
          high: Math.max(value, at(0.975)),
          baseline: baseline[i]!,
        },
      ];
    }),
    classes: classQualities(confusion).map(({ precision, recall, f1, support }, kind) => ({
      label: classes[kind]!,
      precision,
      recall,
      f1,
      support,
    })),
    confusion,
  };
}

function scoresOf(confusion: Confusion): number[] {
  return [accuracy(confusion), balancedAccuracy(confusion), macroF1(confusion)];
}

/** The probabilities of each class, added up over the rows that are named as each. */
function expected({ rows, outputs, values }: Prediction, named: Uint32Array): number[][] {
  const sums = Array.from({ length: outputs }, () => new Array<number>(outputs).fill(0));
  for (let row = 0; row < rows; row++)
    for (let kind = 0; kind < outputs; kind++) sums[kind]![named[row]!]! += values[row * outputs + kind]!;
  return sums;
}

/** The scores of labels that are drawn from the chances, again and again. */
function* drawnScores(
  told: Prediction,
  chances: Prediction,
  named: Uint32Array,
  random: Random,
): Sliced<number[][]> {
  const rankings = rankClasses(told.values, new Uint32Array(told.rows), told.outputs);
  const once = new Uint16Array(told.rows).fill(1);
  const scores: number[][] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const y = drawLabels(chances, random);
    const drawn = rankings.map((ranking, i) => {
      const kind = told.outputs === 2 ? 1 : i;
      return { ...ranking, positive: Uint8Array.from(ranking.order, (row) => (y[row] === kind ? 1 : 0)) };
    });
    scores.push([...scoresOf(counted(y, named, told.outputs)), macroAucOf(drawn, once)]);
    yield;
  }
  return scores;
}

/** A class for each row, each as likely as its chance. */
function drawLabels({ rows, outputs, values }: Prediction, random: Random): Uint32Array {
  const y = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    let left = random.uniform();
    let kind = 0;
    for (; kind < outputs - 1; kind++) if ((left -= values[row * outputs + kind]!) < 0) break;
    y[row] = kind;
  }
  return y;
}

function counted(y: Uint32Array, named: Uint32Array, outputs: number): number[][] {
  const confusion = Array.from({ length: outputs }, () => new Array<number>(outputs).fill(0));
  for (let row = 0; row < y.length; row++) confusion[y[row]!]![named[row]!]!++;
  return confusion;
}

function cut({ outputs, values }: Prediction, { start, end }: Chunk): Prediction {
  return { rows: end - start, outputs, values: values.subarray(start * outputs, end * outputs) };
}

function column({ rows, outputs, values }: Prediction, kind: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => values[row * outputs + kind]!);
}

/** The first of the classes with the highest probability. */
function likeliest({ rows, outputs, values }: Prediction): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let kind = 1; kind < outputs; kind++)
      if (values[row * outputs + kind]! > values[row * outputs + best]!) best = kind;
    return best;
  });
}

function refuse({ prediction, calibrated, classes, majority }: CbpeInput): void {
  const { rows, outputs } = prediction;
  const isWhole =
    rows > 0 &&
    outputs > 1 &&
    calibrated.rows === rows &&
    calibrated.outputs === outputs &&
    classes.length === outputs &&
    Number.isInteger(majority) &&
    majority >= 0 &&
    majority < outputs;
  if (isWhole) return;
  throw new PerennialError(
    'estimate',
    `quality is estimated from probabilities and calibrated ones of the same rows and classes; there are ${rows} rows of ${outputs} classes and ${calibrated.rows} of ${calibrated.outputs}, ${classes.length} labels, and ${majority} as the majority`,
    { stage: 'monitor' },
  );
}
