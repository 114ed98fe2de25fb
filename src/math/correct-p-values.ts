export type Correction = 'holm' | 'benjamini-hochberg';

/**
 * p-values of many tests at once, each made so much larger that it can be held against the level that is meant for all of them.
 *
 * holm: the chance of even one false alarm stays below the level, however the tests depend on each other (Holm 1979). benjamini-hochberg: of the
 * alarms raised, the share that is false stays below it in the mean, for tests that are independent or rise together (Benjamini & Hochberg 1995):
 * more is found, and more is found in vain.
 *
 * @returns in the order of the tests.
 * @example
 * correctPValues([0.01, 0.04, 0.03], 'holm') // [0.03, 0.06, 0.06]
 * correctPValues([0.01, 0.04, 0.03], 'benjamini-hochberg') // [0.03, 0.04, 0.04]
 */
export function correctPValues(pValues: readonly number[], correction: Correction): number[] {
  const tests = pValues.length;
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected = new Array<number>(tests);
  if (correction === 'holm') {
    let largest = 0;
    for (const [rank, test] of order.entries())
      corrected[test] = largest = Math.max(largest, Math.min(1, pValues[test]! * (tests - rank)));
    return corrected;
  }
  let smallest = 1;
  for (let rank = tests - 1; rank >= 0; rank--) {
    const test = order[rank]!;
    corrected[test] = smallest = Math.min(smallest, pValues[test]! * (tests / (rank + 1)));
  }
  return corrected;
}
