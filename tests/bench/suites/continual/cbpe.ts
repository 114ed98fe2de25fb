import { chooseTrees } from '../../../../src/compute/choose-trees.ts';
import { referenceEngine } from '../../../../src/compute/reference/engine.ts';
import type { Learner, LearnerParts } from '../../../../src/core/learner.ts';
import type { Batch, Matrix, Prediction } from '../../../../src/core/matrix.ts';
import { unwatched } from '../../../../src/core/progress.ts';
import { Random } from '../../../../src/core/random.ts';
import { inOneGo } from '../../../../src/core/sliced.ts';
import { isotonic } from '../../../../src/flow/evaluate/calibrators/isotonic.ts';
import { classBalancedReservoir } from '../../../../src/flow/learn/class-balanced-reservoir.ts';
import { experienceReplay } from '../../../../src/flow/learn/strategies/experience-replay.ts';
import { cbpe as estimate } from '../../../../src/flow/monitor/without-labels/cbpe.ts';
import { network } from '../../../../src/flow/train/network.ts';
import { forward } from '../../../../src/math/dense.ts';
import { median } from '../../median.ts';
import { csvLines, dataFile, noData } from '../../../data.ts';
import { rowOf, type Row } from '../../results.ts';

const CHUNK_ROWS = 1000;
const SEEDS = [1, 2, 3, 4, 5];

const parts: LearnerParts = {
  chooseEngine: async () => ({ engine: referenceEngine, reason: 'plain TypeScript' }),
  forward,
  chooseTrees,
  memory: classBalancedReservoir,
  strategy: experienceReplay,
};

/** How far the accuracy that is estimated without labels is off, beside that of "nothing has changed". */
export async function cbpe(): Promise<Row[]> {
  const shift: Errors[] = [];
  for (const seed of SEEDS) shift.push(await ofShift(seed));
  const elec2 = await ofElec2();
  const unchanged = shift.map((errors) => errors.unchanged);
  const half = median(unchanged) / 2;
  return [
    rowOf(
      'cbpe.shift.mae',
      shift.map((errors) => errors.estimated),
      'accuracy',
      `<= ${half.toFixed(4)}`,
      'half of the next; classes given the features unchanged',
    ),
    rowOf(
      'cbpe.shift.unchanged-mae',
      unchanged,
      'accuracy',
      'reported',
      'the accuracy on the validation rows, for every chunk',
    ),
    rowOf(
      'cbpe.elec2.mae',
      [elec2.estimated],
      'accuracy',
      'reported',
      'the concept changes here, which it cannot see',
    ),
    rowOf('cbpe.elec2.unchanged-mae', [elec2.unchanged], 'accuracy', 'reported'),
  ];
}

interface Errors {
  readonly estimated: number;
  readonly unchanged: number;
}

/**
 * Five features, of which every chunk of newer rows has another middle and another spread: rows come nearer to where the classes meet, or
 * farther from it. The classes follow from them as ever.
 */
async function ofShift(seed: number): Promise<Errors> {
  const random = new Random(seed);
  const rows = (count: number, middle: readonly number[], spread: number): Batch => {
    const data = new Float32Array(5 * count);
    const y = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      const x = middle.map((each) => each + spread * random.normal());
      data.set(x, 5 * row);
      const odds = 1.5 * x[0]! - x[1]! + 1.2 * x[2]! * x[3]! - 0.5 * x[4]! ** 2 + 0.5;
      y[row] = random.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
    }
    return { x: { rows: count, features: ['a', 'b', 'c', 'd', 'e'], data }, y, weights: null };
  };
  const still = (count: number) => rows(count, [0, 0, 0, 0, 0], 1);
  const chunks = Array.from({ length: 40 }, () =>
    rows(
      CHUNK_ROWS,
      Array.from({ length: 5 }, () => 0.3 * random.normal()),
      0.4 + 0.9 * random.uniform(),
    ),
  );
  return errorsOf(still(5000), still(5000), joined(chunks), seed);
}

function joined(batches: readonly Batch[]): Batch {
  const first = batches[0]!.x;
  const width = first.features.length;
  const count = batches.reduce((sum, { x }) => sum + x.rows, 0);
  const data = new Float32Array(count * width);
  const y = new Float32Array(count);
  let row = 0;
  for (const batch of batches) {
    data.set(batch.x.data, row * width);
    y.set(batch.y, row);
    row += batch.x.rows;
  }
  return { x: { rows: count, features: first.features, data }, y, weights: null };
}

/** The model learns the first 7,000 rows and is calibrated on the next 3,000; the date is left out, on which it would extrapolate. */
async function ofElec2(): Promise<Errors> {
  const path = dataFile('elec2.csv');
  if (!path) throw new Error(noData('elec2.csv'));
  const lines = csvLines(path);
  const names = lines.header.split(',').slice(1, -1);
  const cells = lines.rows.map((line) => line.split(','));
  const of = (from: number, to: number): Batch => {
    const part = cells.slice(from, to);
    const data = Float32Array.from(
      part.flatMap((row) => row.slice(1, -1).map((cell, i) => (i === 0 ? Number(cell) / 7 : Number(cell)))),
    );
    const x: Matrix = { rows: part.length, features: names, data };
    return { x, y: Float32Array.from(part, (row) => (row.at(-1) === 'UP' ? 1 : 0)), weights: null };
  };
  return errorsOf(of(0, 7000), of(7000, 10_000), of(10_000, cells.length), 1);
}

async function errorsOf(train: Batch, held: Batch, newer: Batch, seed: number): Promise<Errors> {
  const problem = { task: 'binary' as const, features: train.x.features, classes: ['no', 'yes'] };
  const learner: Learner = network.create(problem, { ...network.defaults, epochs: 15 }, parts);
  await learner.fit(train, held, { seed, engine: 'auto', context: unwatched });
  const told = learner.predict(held.x);
  const calibrator = isotonic.fit(told, held.y);
  const prediction = learner.predict(newer.x);
  const yes = train.y.reduce((sum, label) => sum + label, 0);
  const estimating = estimate({
    prediction,
    calibrated: calibrator.calibrate(prediction),
    classes: problem.classes,
    majority: yes > train.y.length / 2 ? 1 : 0,
    chunkRows: CHUNK_ROWS,
  });
  const { chunks } = inOneGo(estimating);
  const unchanged = accuracyOf(told, held.y, 0, held.y.length);
  const real = chunks.map(({ start, end }) => accuracyOf(prediction, newer.y, start, end));
  const meanError = (of: (chunk: number) => number) =>
    real.reduce((sum, each, chunk) => sum + Math.abs(of(chunk) - each), 0) / real.length;
  return {
    estimated: meanError((chunk) => chunks[chunk]!.scores.find(({ metric }) => metric === 'accuracy')!.value),
    unchanged: meanError(() => unchanged),
  };
}

function accuracyOf({ values }: Prediction, y: Float32Array, start: number, end: number): number {
  let right = 0;
  for (let row = start; row < end; row++)
    if (Number(values[2 * row + 1]! > values[2 * row]!) === y[row]) right++;
  return right / (end - start);
}
