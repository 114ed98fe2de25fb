import type { Problem } from '../../../core/learner.ts';
import type { Snapshot, Tensor } from '../../../core/snapshot.ts';
import type { Tree } from '../../../core/trees.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import { outputsOf } from '../trees/tree-snapshot.ts';
import { packTrees, unpackTrees } from '../trees/tree-tensors.ts';

/** The values that a tree has for all outputs but the first. */
const NAME = 'trees.others';

/** Trees that share their nodes, once for each output, as tensors of a snapshot: nodes once, and the values of each. */
export function packRounds(trees: readonly Tree[], outputs: number): Record<string, Tensor> {
  const tensors = packTrees(trees.filter((_, index) => index % outputs === 0));
  if (outputs === 1) return tensors;
  const others = trees.filter((_, index) => index % outputs !== 0);
  const data = new Float64Array(others.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of others) {
    data.set(values, at);
    at += values.length;
  }
  return { ...tensors, [NAME]: { shape: [data.length], data } };
}

/** What `packRounds` packed; throws `snapshot-format` where it is not the trees of this problem. */
export function unpackRounds(tensors: Snapshot['tensors'], what: string, problem: Problem): Tree[] {
  const outputs = outputsOf(problem);
  const firsts = unpackTrees(tensors, what, problem);
  if (outputs === 1) return firsts;
  const data = tensors[NAME]?.data;
  const leaves = firsts.reduce((sum, { values }) => sum + values.length, 0);
  if (
    !(data instanceof Float64Array) ||
    data.length !== leaves * (outputs - 1) ||
    !data.every(Number.isFinite)
  )
    return refuseSnapshot(what, `its trees are not whole ("${NAME}")`);
  let at = 0;
  return firsts.flatMap((first) => [
    first,
    ...Array.from({ length: outputs - 1 }, () => ({
      ...first,
      values: data.slice(at, (at += first.values.length)),
    })),
  ]);
}
