import type { Tree } from '../../core/trees.ts';

/** Whether a row with this value of the node's feature goes left there. */
export function goesLeft({ thresholds, sets, missing }: Tree, node: number, value: number): boolean {
  if (value !== value) return missing[node] === 1;
  const threshold = thresholds[node]!;
  if (threshold === threshold) return value <= threshold;
  return ((sets[node]![value >>> 5] ?? 0) & (1 << (value & 31))) !== 0;
}
