import { expect, test } from 'vitest';
import { dropoutMask } from '../../src/math/dropout.ts';

const [rows, units] = [400, 50];
const cellsOf = (seed: number, step: number, layer: number, share = 0.3) => {
  const { drops } = dropoutMask({ share, seed }, step, layer, units);
  return Array.from({ length: rows * units }, (_, cell) => drops(Math.floor(cell / units), cell % units));
};
const shareOf = (cells: readonly boolean[]) => cells.filter(Boolean).length / cells.length;

test.each([0, 0.1, 0.3, 0.5, 0.9])('a share of %d is dropped', (share) => {
  // Four standard deviations of a binomial share.
  const allowed = 4 * Math.sqrt((share * (1 - share)) / (rows * units));
  expect(Math.abs(shareOf(cellsOf(5, 17, 1, share)) - share)).toBeLessThanOrEqual(allowed);
});

test('steps, layers and seeds drop independently of one another', () => {
  const cells = cellsOf(5, 17, 1);
  for (const other of [cellsOf(6, 17, 1), cellsOf(5, 18, 1), cellsOf(5, 17, 2)]) {
    const both = shareOf(cells.map((isDropped, cell) => isDropped && other[cell]!));
    expect(Math.abs(both - 0.09)).toBeLessThan(4 * Math.sqrt((0.09 * 0.91) / cells.length));
  }
});

test('no unit and no row is dropped more often than others', () => {
  const cells = cellsOf(5, 17, 1);
  for (let unit = 0; unit < units; unit++) {
    const share = shareOf(cells.filter((_, cell) => cell % units === unit));
    expect(Math.abs(share - 0.3)).toBeLessThan(4.5 * Math.sqrt(0.21 / rows));
  }
});
