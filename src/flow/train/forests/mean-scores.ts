import type { Ensemble } from '../../../core/grown-trees.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Task } from '../../../core/schema.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import { scaleOf } from './scale-of.ts';

/** The scores of rows: the base, and the mean of what the trees add. */
export function meanScores({ base, trees }: Ensemble, task: Task, x: Matrix): Float64Array<ArrayBuffer> {
  const outputs = base.length;
  const scores = scoresOf({ base: new Float64Array(outputs), trees }, x);
  const scale = scaleOf(task, trees.length / outputs);
  for (let at = 0; at < scores.length; at++) scores[at] = base[at % outputs]! + scale * scores[at]!;
  return scores;
}
