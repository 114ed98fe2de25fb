import { expect } from 'vitest';

/** Each number to `tolerance` of itself, or of a tenth of the largest where it is smaller than that. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < expected.length; i++) {
    const scale = Math.max(Math.abs(expected[i]!), largest / 10);
    const distance = Math.abs(actual[i]! - expected[i]!);
    // An assertion a number would take a second for a wide network.
    if (!(distance <= tolerance * scale)) expect.fail(`number ${i}: ${actual[i]} for ${expected[i]}`);
  }
}
