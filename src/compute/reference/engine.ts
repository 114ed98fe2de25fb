import type { DenseEngine } from '../../core/dense.ts';
import { checkedEngine } from '../checked-engine.ts';
import { bareEngine, type TermsOf } from './bare-engine.ts';
import { RowTerms } from './row-terms.ts';

const termsOf: TermsOf = (shape, training, data) =>
  training.keeping || training.limitsClasses ? new RowTerms(shape, training, data) : null;

/**
 * Dense networks in plain TypeScript: the yardstick for every other engine, and for small networks faster than
 * TensorFlow.js. It runs everywhere, and the same rows from the same state give the same bytes wherever Math.exp and Math.tanh do.
 *
 * @example
 * import { plainAdam } from '../../math/dense.ts';
 * const shape: DenseShape = { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * const data = { x: Float32Array.of(1, 2, 3, 4), y: Float32Array.of(2, 4, 6, 8), weights: null };
 * const zero = { parameters: new Float32Array(2), firstMoment: new Float32Array(2), secondMoment: new Float32Array(2) };
 * const session = await referenceEngine.open(shape, plainAdam, data, { ...zero, step: 0 });
 * await session.train(Uint32Array.of(0, 1, 2, 3), 2, 0.5) // 8.28125
 * const { parameters, step } = await session.state();
 * parameters // Float32Array [0.95..., 0.99...]
 * step // 2
 */
export const referenceEngine: DenseEngine = checkedEngine(bareEngine(termsOf));
