import { pause } from '../../../core/clock.ts';
import { throwIfCancelled } from '../../../core/errors.ts';
import type { Ensemble } from '../../../core/grown-trees.ts';
import type { Problem } from '../../../core/learner.ts';
import type { ChunkedBatch, Matrix } from '../../../core/matrix.ts';
import type { CurvePoint, JobContext } from '../../../core/progress.ts';
import { Random } from '../../../core/random.ts';
import { letOthersIn } from '../../../core/sliced.ts';
import type { Tree, TreeEngine, TreeSession } from '../../../core/trees.ts';
import { binPlanOf } from '../trees/bin-plan.ts';
import { packBoost, unpackBoost, type BoostPlace, type BoostSize } from '../trees/boost-checkpoint.ts';
import { openSession } from '../trees/open-session.ts';
import { drawClassCode } from './class-code.ts';
import { drawBag, leavesRowsOut, type Bag } from './draw-bag.ts';
import { ForestJudges } from './forest-judges.ts';
import { forestGrowth, type ForestOptions } from './forest-options.ts';
import { leafMeans } from './leaf-means.ts';
import { packRounds, unpackRounds } from './round-tensors.ts';
import { writeTargets } from './write-targets.ts';

/** One run of growing: on what, beside which trees, how many. */
export interface ForestRun {
  readonly problem: Problem;
  readonly options: ForestOptions;
  /** Whether thresholds are drawn instead of searched. */
  readonly isRandom: boolean;
  readonly engine: TreeEngine;
  readonly rows: ChunkedBatch;
  /** Sees every chunk of the rows once. */
  readonly onChunk?: (x: Matrix, from: number) => void;
  /** Is reported on, and decides nothing: more trees do a forest no harm. */
  readonly validation: ChunkedBatch | null;
  readonly start: Ensemble;
  readonly trees: number;
  readonly seed: number;
  readonly context: JobContext;
}

export interface ForestOutcome {
  /** Those that came beside the start, each once for every output. */
  readonly trees: readonly Tree[];
  readonly curve: readonly CurvePoint[];
}

/** What is drawn for bags has nothing to do with what is drawn for splits: two odd factors for the seed. */
const BAGS = 0x9e3779b9;
const SPLITS = 0x85ebca6b;

/**
 * Grows trees side by side, each on a bag of its own. Between two of them it offers a checkpoint; from its last one it goes on to the bytes of a
 * run that was never cut off.
 *
 * @throws PerennialError `cancelled`, and keeps nothing then; `snapshot-format` where the checkpoint is not one of this run.
 */
export async function growForest(run: ForestRun): Promise<ForestOutcome> {
  const { engine, rows, validation, options, problem, context, seed, start } = run;
  const { last } = context.checkpoints;
  const place: BoostPlace = last
    ? unpackBoost(sizeOf(run), last, problem, unpackRounds)
    : { trees: [], curve: [], best: null, waited: 0 };
  context.report({ phase: 'training', done: 0, total: 0, unit: 'trees', engine: engine.kind });
  const judges = new ForestJudges(problem, rows, validation, start.base, leavesRowsOut(rows.x.rows, options));
  // The trees of the start may have learnt any of these rows.
  const before = [
    ...roundsOf(start.trees, start.base.length).map((round) => ({ round, counts: null })),
    ...roundsOf(place.trees, start.base.length).map((round, tree) => ({
      round,
      counts: judges.countsOf(bagOf(run, tree).counts),
    })),
  ];
  const plan = binPlanOf(problem, options, seed);
  const session = await openSession(
    engine,
    rows.x,
    validation?.x ?? null,
    plan,
    context,
    function* (x, from) {
      if (from < rows.x.rows) run.onChunk?.(x, from);
      yield* judges.catchUp(before, x, from);
    },
  );
  try {
    for (let tree = place.trees.length / start.base.length; tree < run.trees; tree++) {
      const bag = bagOf(run, tree);
      const round = await grow(run, session, tree, bag);
      await letOthersIn(judges.ask({ round, counts: judges.countsOf(bag.counts) }, session), context);
      place.trees.push(...round);
      const point = { step: tree + 1, epoch: tree + 1, ...judges.point() };
      place.curve.push(point);
      const done = { done: tree + 1, total: run.trees, unit: 'trees' } as const;
      context.report({ phase: 'training', ...done, engine: engine.kind, point });
      await pause();
      throwIfCancelled(context.signal);
      await context.checkpoints.offer(() =>
        packBoost(sizeOf(run), place, (trees) => packRounds(trees, start.base.length)),
      );
      throwIfCancelled(context.signal);
    }
    return { trees: place.trees, curve: place.curve };
  } finally {
    session.close();
  }
}

/** One tree, once for every output. */
async function grow(
  { rows, problem, options, isRandom, context, start, seed }: ForestRun,
  session: TreeSession,
  tree: number,
  { rows: drawn, counts }: Bag,
): Promise<readonly Tree[]> {
  const random = randomOf(seed, tree, SPLITS);
  const code = drawClassCode(problem, random);
  const toExplain = writeTargets(session.gradients(), rows, drawn, counts, code);
  const growth = forestGrowth(options, problem, { isRandom, toExplain, seed: random.next() });
  const grown = await letOthersIn(session.grow(drawn, growth), context);
  return leafMeans(grown, session, rows, counts, problem, start.base);
}

function bagOf({ rows, options, seed }: ForestRun, tree: number): Bag {
  return drawBag(rows.x.rows, options, randomOf(seed, tree, BAGS));
}

function randomOf(seed: number, tree: number, stream: number): Random {
  return new Random((seed ^ Math.imul(tree + 1, stream)) >>> 0);
}

function sizeOf({ rows, validation, trees, start, seed }: ForestRun): BoostSize {
  return {
    rows: rows.x.rows,
    validationRows: validation?.x.rows ?? 0,
    rounds: trees,
    outputs: start.base.length,
    startTrees: start.trees.length,
    seed,
  };
}

function roundsOf(trees: readonly Tree[], outputs: number): readonly (readonly Tree[])[] {
  return Array.from({ length: trees.length / outputs }, (_, round) =>
    trees.slice(round * outputs, (round + 1) * outputs),
  );
}
