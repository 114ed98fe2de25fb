import type { DenseShape } from '../core/dense.ts';
import { denseLayers } from '../math/dense.ts';

/** Multiply-adds of one training step: every layer forward, to its weights, and (but for the first) to its inputs. */
export function stepWork(shape: DenseShape, batchSize: number): number {
  return denseLayers(shape).reduce(
    (work, { from, to }, index) => work + batchSize * from * to * (index === 0 ? 2 : 3),
    0,
  );
}
