import type { GrownTrees } from '../../../../src/core/grown-trees.ts';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import { denseParts } from '../../train/dense-parts.ts';

/** What a learner that takes the trees over says of rows: the last output of each row, or of many classes all. */
export function answersOf(grown: GrownTrees, cells: readonly (number | null)[]): Float32Array {
  const { features, task } = grown.problem;
  const data = Float32Array.from(cells, (cell) => cell ?? NaN);
  const learner = boostedTrees.adopt(grown, boostedTrees.defaults, denseParts);
  const { values } = learner.predict({ rows: data.length / features.length, features, data });
  return task === 'binary' ? values.filter((_, at) => at % 2 === 1) : values;
}
