import { expose } from 'comlink';
import { openTreeThreads } from '../../../src/compute/wasm/tree-threads.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Learner } from '../../../src/core/learner.ts';
import { takeBatchRows, type Batch } from '../../../src/core/matrix.ts';
import { unwatched } from '../../../src/core/progress.ts';
import { Random } from '../../../src/core/random.ts';
import { isSumOfTrees } from '../../../src/core/tree-sum.ts';
import { pathDependentShap } from '../../../src/math/trees/path-dependent-shap.ts';
import { fillHiggsRow } from './fill-higgs-row.ts';
import { fetchRows } from './fetch-rows.ts';
import { lossOf } from './loss-of.ts';
import { makeLearner } from './make-learner.ts';
import { playUpdates, type Played } from './play-updates.ts';
import type { Rows } from './rows.ts';
import { timedTrees } from './timed-engine.ts';

/** How long a fit took: the whole, and of it putting rows into bins. */
export interface Fitted {
  readonly ms: number;
  readonly binMs: number;
  readonly engine: string;
}

let rows: Rows | null = null;
let batch: Batch | null = null;
let learner: Learner | null = null;
let binMs = NaN;

const startThread = () =>
  new Worker(new URL('../../../workers/compute/second-thread.ts', import.meta.url), { type: 'module' });
const told = (ms: number) => (binMs = ms);
const choosers = {
  1: timedTrees(null, told),
  2: timedTrees(() => openTreeThreads(startThread), told),
};

/** One table and one learner at a time. */
const remote = {
  async open(asked: Rows): Promise<void> {
    batch = null;
    batch = await fetchRows(asked);
    rows = asked;
  },
  /** Rows of the same kind made in place, so that nothing is left of it but the two arrays. */
  generate(asked: Rows): void {
    const width = asked.features.length;
    const data = new Float32Array(asked.rows * width);
    const y = new Float32Array(asked.rows);
    const random = new Random(28);
    const one = new Float32Array(width);
    for (let row = 0; row < asked.rows; row++) {
      y[row] = fillHiggsRow(one, random);
      data.set(one, row * width);
    }
    batch = { x: { rows: asked.rows, features: asked.features, data }, y, weights: null };
    rows = asked;
  },
  async fit(options: JsonObject, seed: number, threads: 1 | 2): Promise<Fitted> {
    learner = await makeLearner(rows!, options, choosers[threads]);
    const none = takeBatchRows(batch!, new Uint32Array());
    const begin = performance.now();
    const { engine } = await learner.fit(batch!, none, { seed, engine: 'auto', context: unwatched });
    return { ms: performance.now() - begin, binMs, engine };
  },
  /** Of the open rows, by the learner that was fitted last. */
  loss(): number {
    return lossOf(learner!.predict(batch!.x), batch!, rows!.task);
  },
  predict(): number {
    const begin = performance.now();
    learner!.predict(batch!.x);
    return performance.now() - begin;
  },
  /** Milliseconds of each of so many rows, predicted one by one. */
  predictOne(count: number): readonly number[] {
    const { features, data } = batch!.x;
    const width = features.length;
    return Array.from({ length: count }, (_, row) => {
      const one = { rows: 1, features, data: data.slice(row * width, (row + 1) * width) };
      const begin = performance.now();
      learner!.predict(one);
      return performance.now() - begin;
    });
  },
  /** What each feature adds to the scores of the first rows: milliseconds, path-dependent. */
  shap(count: number): number {
    if (!isSumOfTrees(learner!)) throw new Error('this learner does not tell what it is a sum of');
    const { x } = takeBatchRows(
      batch!,
      Uint32Array.from({ length: count }, (_, row) => row),
    );
    const begin = performance.now();
    pathDependentShap(learner.treeSum(), x);
    return performance.now() - begin;
  },
  async play(options: JsonObject, how: Parameters<typeof playUpdates>[2]): Promise<Played> {
    return playUpdates(await makeLearner(rows!, options, choosers[1]), batch!, how);
  },
};

export type TreesRemote = typeof remote;
expose(remote);
