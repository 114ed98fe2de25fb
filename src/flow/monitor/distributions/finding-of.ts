import type { DriftFinding, DriftTestRun } from '../../../core/drift-test.ts';

/** It has drifted where that is no chance and large enough to be worth acting on. */
export function findingOf(
  found: { readonly statistic: number; readonly pValue: number; readonly effectSize: number },
  leastEffect: number,
  { alpha }: Pick<DriftTestRun, 'alpha'>,
): DriftFinding {
  const { statistic, pValue, effectSize } = found;
  return { statistic, pValue, effectSize, hasDrifted: pValue <= alpha && effectSize >= leastEffect };
}
