import type { Ensemble } from '../../../core/grown-trees.ts';
import { takeBatchRows, type Batch } from '../../../core/matrix.ts';
import { addTree } from '../../../math/trees/add-tree.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import type { TreeObjective } from './objectives.ts';

/** Enough to tell which round is of least use. */
const JUDGING_ROWS = 2000;

/**
 * The ensemble with at most so many rounds. oldest: the first ones go. least-useful: one after the other, that one goes without which
 * the loss of these rows is lowest.
 *
 * @param scaleOf what each tree counts for where there are so many rounds: 1 where they are added up
 */
export function pruneRounds(
  ensemble: Ensemble,
  rounds: number,
  by: 'least-useful' | 'oldest',
  rows: Batch,
  objective: TreeObjective,
  scaleOf: (rounds: number) => number = () => 1,
): Ensemble {
  const { outputs } = objective;
  const { base, trees } = ensemble;
  const surplus = trees.length / outputs - rounds;
  if (surplus <= 0) return ensemble;
  if (by === 'oldest') return { base, trees: trees.slice(surplus * outputs) };
  const judges = evenly(rows);
  const { data, features, rows: count } = judges.x;
  const kept = Array.from({ length: trees.length / outputs }, (_, round) => {
    const own = trees.slice(round * outputs, (round + 1) * outputs);
    const adds = new Float64Array(count * outputs);
    for (const [output, tree] of own.entries())
      addTree(tree, data, features.length, 0, count, adds, outputs, output);
    return { own, adds };
  });
  const sums = scoresOf({ base: new Float64Array(outputs), trees }, judges.x);
  for (let gone = 0; gone < surplus; gone++) {
    let [worst, lowest] = [0, Infinity];
    const scale = scaleOf(Math.max(1, kept.length - 1));
    for (const [place, { adds }] of kept.entries()) {
      const loss = objective.loss(
        judges,
        sums.map((sum, at) => base[at % outputs]! + scale * (sum - adds[at]!)),
      );
      if (loss < lowest) [worst, lowest] = [place, loss];
    }
    const [{ adds }] = kept.splice(worst, 1) as [(typeof kept)[number]];
    for (let at = 0; at < sums.length; at++) sums[at]! -= adds[at]!;
  }
  return { base, trees: kept.flatMap(({ own }) => own) };
}

function evenly(rows: Batch): Batch {
  const count = Math.min(JUDGING_ROWS, rows.x.rows);
  return takeBatchRows(
    rows,
    Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows.x.rows) / count)),
  );
}
