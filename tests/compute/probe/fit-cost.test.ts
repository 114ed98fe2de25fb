import { expect, test } from 'vitest';
import { predictedUs } from '../../../src/compute/probe/cost.ts';
import { fitCost } from '../../../src/compute/probe/fit-cost.ts';
import { probedSizes } from '../../../src/compute/probe/measure.ts';
import { Random } from '../../../src/core/random.ts';
import type { StepCost } from '../../../src/core/engine-table.ts';

const PARTS = ['step', 'million', 'thousand', 'values'] as const;

const measured = (cost: StepCost, noise: () => number = () => 1) =>
  probedSizes.map((size) => ({ ...size, us: predictedUs(cost, size.shape, size.batchSize) * noise() }));

function expectCost(found: StepCost, cost: StepCost): void {
  for (const part of PARTS) expect(Math.abs(found[part] - cost[part])).toBeLessThan(1e-5 * (1 + cost[part]));
}

test.each([
  { step: 3, million: 60, thousand: 1.5, values: 4 },
  { step: 250, million: 0.4, thousand: 0, values: 0 },
  { step: 0, million: 400, thousand: 8, values: 0 },
  { step: 0, million: 0, thousand: 0, values: 2 },
])('known costs are found again: %j', (cost) => {
  expectCost(fitCost(measured(cost)), cost);
});

test('a cost that would have to be negative is 0, and the others make up for it', () => {
  const shape = { inputs: 9, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' } as const;
  const { step, ...others } = fitCost([
    { shape, batchSize: 100, us: 8 },
    { shape, batchSize: 1000, us: 4 },
  ]);
  // The least sum of squared relative errors of one number: (1/8 + 1/4) / (1/64 + 1/16).
  expect(step).toBeCloseTo(4.8, 10);
  expect(others).toEqual({ million: 0, thousand: 0, values: 0 });
});

test('times that are a tenth off are explained within a tenth', () => {
  const random = new Random(3);
  const cost = { step: 3, million: 60, thousand: 1.5, values: 4 };
  const found = fitCost(measured(cost, () => 0.9 + 0.2 * random.uniform()));
  for (const part of PARTS) expect(found[part]).toBeGreaterThanOrEqual(0);
  for (const { shape, batchSize } of probedSizes) {
    const ratio = predictedUs(found, shape, batchSize) / predictedUs(cost, shape, batchSize);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.12);
  }
});

test.each([1, 2, 4, 5])('a network whose steps were disturbed, that at %i, does not count', (at) => {
  const cost = { step: 0.2, million: 46, thousand: 0.9, values: 3.5 };
  const networks = measured(cost).filter(({ shape }) => shape.hidden.length > 0);
  const disturbed = networks.map((each, index) => (index === at ? { ...each, us: 25 * each.us } : each));
  expectCost(fitCost(disturbed), cost);
});

test('nothing measured costs nothing', () => {
  expect(fitCost([])).toEqual({ step: 0, million: 0, thousand: 0, values: 0 });
});
