import type { DenseShape } from '../../core/dense.ts';
import type { EngineRow, ModelFamily, StepCost } from '../../core/engine-table.ts';
import { denseLayers, parameterCount } from '../../math/dense.ts';
import { stepWork } from '../step-work.ts';

/** Which of an engine's loops a model goes through. */
export function familyOf({ hidden, outputs }: Pick<DenseShape, 'hidden' | 'outputs'>): ModelFamily {
  return hidden.length === 0 && outputs === 1 ? 'linear' : 'network';
}

/**
 * What a training step consists of, in the order and the units of StepCost: one step, millions of multiply-adds, thousands of
 * parameters, thousands of values.
 *
 * @example
 * stepParts({ inputs: 9, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' }, 100)
 * // [1, 0.0018, 0.01, 0.1]
 */
export function stepParts(shape: DenseShape, batchSize: number): readonly [number, number, number, number] {
  const values = denseLayers(shape).reduce((sum, { to }) => sum + to, 0) * batchSize;
  return [1, stepWork(shape, batchSize) / 1e6, parameterCount(shape) / 1e3, values / 1e3];
}

/** Microseconds that a training step is expected to take. */
export function predictedUs(cost: StepCost, shape: DenseShape, batchSize: number): number {
  const [step, million, thousand, values] = stepParts(shape, batchSize);
  return cost.step * step + cost.million * million + cost.thousand * thousand + cost.values * values;
}

/** What an engine that agreed is expected to take for a training step, in microseconds; Infinity for any other. */
export function expectedUs(row: EngineRow, shape: DenseShape, batchSize: number): number {
  return row.outcome === 'agreed'
    ? predictedUs(row.costs[familyOf(shape)], shape, batchSize)
    : Number.POSITIVE_INFINITY;
}
