import type { DenseEngine } from '../../../../src/core/dense.ts';
import { plainAdam } from '../../../../src/math/dense.ts';
import type { Subject } from '../subject.ts';
import { learningRate, type Problem } from '../workloads.ts';

/** Any engine of ours. */
export async function openEngine(engine: DenseEngine, problem: Problem): Promise<Subject> {
  const { shape, data, state, order, batchSize } = problem;
  const session = await engine.open(shape, plainAdam, data, state);
  return {
    work: Math.ceil(order.length / batchSize),
    pass: () => session.train(order, batchSize, learningRate),
  };
}
