import { takeBatchRows, type Batch } from '../../../../src/core/matrix.ts';
import { Random } from '../../../../src/core/random.ts';
import type { NetworkOptions } from '../../../../src/flow/train/network-design.ts';
import { rowOf, type Row } from '../../results.ts';
import { imageRows } from './image-rows.ts';
import { learnTasks, openEngines, type Engines } from './learn-tasks.ts';

const SEEDS = [0, 1, 2];
const TASKS = [0, 1, 2, 3, 4];

/**
 * Chosen on the training rows alone, by their last fifth. Adam; each step takes new rows and several remembered ones for
 * each; DER++ over a class-balanced reservoir.
 */
const learning = {
  ...{ hidden: [200], weightDecay: 0, learningRate: 1e-3, updateLearningRate: 1e-3, batchSize: 10 },
  ...{ updateBatchSize: 20, strategy: 'der-plus-plus' },
} satisfies Partial<NetworkOptions>;

const incremental: Readonly<Record<'digits' | 'mnist', Partial<NetworkOptions>>> = {
  digits: {
    ...{ ...learning, learningRate: 3e-3, updateLearningRate: 3e-3, updateBatchSize: 32 },
    ...{ epochs: 5, updateEpochs: 5, replayRatio: 6 },
  },
  mnist: { ...learning, epochs: 1, updateEpochs: 1, replayRatio: 3 },
};

const permuted: Partial<NetworkOptions> = {
  ...{ ...learning, hidden: [400], epochs: 1, updateEpochs: 1, replayRatio: 1, memoryRows: 500 },
  strategyStrength: 5,
};

/**
 * Classes two by two in five tasks, each learnt once, and permuted images: the accuracy on all test rows at the end, without a word on
 * which task a row is of.
 */
export async function measureIncremental(): Promise<readonly Row[]> {
  const engines = await openEngines();
  return [
    ...(await classIncremental('digits', [0.92, 0.94], engines)),
    ...(await classIncremental('mnist', [0.85, 0.88], engines)),
    await permutedRow(engines),
  ];
}

async function classIncremental(
  name: keyof typeof incremental,
  [of200, of500]: readonly [number, number],
  engines: Engines,
): Promise<readonly Row[]> {
  const { train, test } = imageRows(name);
  const tasks = TASKS.map((task) =>
    takeBatchRows(
      train,
      Uint32Array.from(train.y.keys()).filter((row) => Math.floor(train.y[row]! / 2) === task),
    ),
  );
  const row = async (of: string, goal: string, note: string, more: Partial<NetworkOptions>, on = tasks) =>
    rowOf(
      `incremental.${name}.${of}`,
      await overSeeds((seed) => learnTasks(on, test, { ...incremental[name], ...more }, seed, engines)),
      ...(['accuracy', goal, note] as const),
    );
  const remembering = (rows: number) => `DER++, ${rows} rows remembered (class-balanced reservoir)`;
  return [
    await row('replay200', `>= ${of200}`, remembering(200), { memoryRows: 200 }),
    await row('replay500', `>= ${of500}`, remembering(500), { memoryRows: 500 }),
    await row('naive', 'reported', 'nothing remembered', { replayRatio: 0, strategy: 'experience-replay' }),
    await row('joint', 'reported', 'all tasks at once', {}, [train]),
  ];
}

async function permutedRow(engines: Engines): Promise<Row> {
  const { train, test } = imageRows('mnist');
  const orders = TASKS.map((task) => pixelOrder(train.x.features.length, task));
  const tasks = orders.map((order) => permute(train, order));
  const all = joined(orders.map((order) => permute(test, order)));
  const runs = await overSeeds((seed) => learnTasks(tasks, all, permuted, seed, engines));
  const note =
    'the network with one hidden layer of 400, DER++, 500 rows remembered (class-balanced reservoir)';
  return rowOf('permuted.mnist.best', runs, 'accuracy', '>= 0.925', note);
}

async function overSeeds(measure: (seed: number) => Promise<number>): Promise<readonly number[]> {
  const runs: number[] = [];
  for (const seed of SEEDS) runs.push(await measure(seed));
  return runs;
}

/** The first task's pixels stay where they are. */
function pixelOrder(pixels: number, task: number): Uint32Array {
  const order = Uint32Array.from({ length: pixels }, (_, pixel) => pixel);
  return task === 0 ? order : new Random(100 + task).shuffle(order);
}

function permute({ x, y, weights }: Batch, order: Uint32Array): Batch {
  const width = order.length;
  const data = x.data.map((_, at) => x.data[at - (at % width) + order[at % width]!]!);
  return { x: { ...x, data }, y, weights };
}

function joined(parts: readonly Batch[]): Batch {
  const { features, rows } = parts[0]!.x;
  const data = new Float32Array(parts.length * rows * features.length);
  const y = new Float32Array(parts.length * rows);
  parts.forEach((part, i) => {
    data.set(part.x.data, i * part.x.data.length);
    y.set(part.y, i * rows);
  });
  return { x: { rows: y.length, features, data }, y, weights: null };
}
