import type { ValueMoments } from './value-moments.ts';

/** Every side of a test must hold at least this weight: River's default. */
const leastWeight = 5;

/** How much of the target's variance a test explains, in the square of the target's unit; 0 where a side is too light. */
export function meritOf(whole: ValueMoments, sides: readonly ValueMoments[]): number {
  let merit = whole.variance;
  for (const side of sides) {
    if (side.weight < leastWeight) return 0;
    merit -= (side.weight / whole.weight) * side.variance;
  }
  return merit;
}
