import { PerennialError } from '../../core/errors.ts';
import { takesTrees } from '../../core/grown-trees.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { CategoryNames, NamedTrees } from '../../flow/deploy/exchange/foreign-trees.ts';
import { indexNames, missingLikeIndexes } from '../../flow/deploy/exchange/label-indexes.ts';
import { writeLightgbm } from '../../flow/deploy/exchange/lightgbm-write.ts';
import { probeRows } from '../../flow/deploy/exchange/probe-rows.ts';
import { readTrees } from '../../flow/deploy/exchange/read-trees.ts';
import { writeXgboost } from '../../flow/deploy/exchange/xgboost-write.ts';
import { categoryIndex } from '../../flow/prepare/steps/category-index.ts';
import { findLearner } from '../model-catalog.ts';
import type { ComputeJob } from './job.ts';
import { learnerParts, readModel } from './model.ts';
import { batchOf, predictAll } from './model-rows.ts';
import { storedRows } from './stored-tables.ts';
import { largestDifference, PARITY, treesOf } from './tree-parity.ts';

/** Rows drawn at the thresholds of the trees themselves. */
const PROBES = 2000;

/**
 * A model's trees as a file of another system. What was written is read back before it is handed over, and asked about rows: the model's own, and rows at
 * its thresholds.
 */
export const exportTrees: ComputeJob<'export-trees'> = async (request, context, parts) => {
  const model = await readModel(request.model, context, parts);
  const { learner, recipe } = model;
  const named = missingLikeIndexes({ grown: treesOf(learner), categories: namesIn(recipe) });
  context.report({ phase: 'writing', done: 0, total: 0, unit: 'trees' });
  const text = request.format === 'xgboost' ? writeXgboost(named) : writeLightgbm(named);
  const bytes = new TextEncoder().encode(text);
  const kind = await findLearner(learner.kind);
  if (!takesTrees(kind)) throw new Error(`"${kind.kind}" bears trees and takes none`);
  const back = kind.adopt(
    readTrees(bytes).grown,
    kind.defaults,
    await learnerParts(kind.defaults, parts, context),
  );
  const rows = request.rows && (await batchOf(model, await storedRows(request.rows, context), context)).x;
  const probes = probeRows(named, PROBES, 1);
  let largest = 0;
  for (const x of rows ? [rows, probes] : [probes])
    largest = Math.max(
      largest,
      largestDifference(
        await predictAll(learner, x, context),
        await predictAll(back, x, context),
        learner.problem,
      ),
    );
  if (!(largest <= PARITY))
    throw new PerennialError(
      'parity',
      `the file was not handed over: read back, it predicts otherwise by ${largest} on one of ${(rows?.rows ?? 0) + PROBES} rows; take the model alone instead`,
      { stage: 'deploy', details: { largest } },
    );
  return {
    file: new Blob([bytes], { type: request.format === 'xgboost' ? 'application/json' : 'text/plain' }),
    parity: { rows: rows?.rows ?? 0, probes: PROBES, largest },
  };
};

/** What the indexes of a fitted recipe's categories stand for. */
function namesIn({ steps }: Recipe): NamedTrees['categories'] {
  const names: [string, CategoryNames][] = [];
  for (const { kind, state } of steps)
    if (kind === categoryIndex.kind)
      for (const [column, { labels, hasMissing }] of Object.entries(
        state as ReturnType<typeof categoryIndex.fit>,
      ))
        names.push([column, indexNames(labels, hasMissing)]);
  return Object.fromEntries(names);
}
