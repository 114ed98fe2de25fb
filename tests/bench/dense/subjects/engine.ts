import type { DenseEngine } from '../../../../src/core/dense.ts';
import type { Subject } from '../subject.ts';
import { adam, learningRate, type Problem } from '../workloads.ts';

/** Any engine of ours. */
export async function openEngine(engine: DenseEngine, problem: Problem): Promise<Subject> {
  const { shape, data, state, order, batchSize } = problem;
  const session = await engine.open(shape, adam, data, state);
  return {
    work: Math.ceil(order.length / batchSize),
    pass: () => session.train(order, batchSize, learningRate),
  };
}
