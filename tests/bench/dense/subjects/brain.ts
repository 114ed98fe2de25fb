import brain from 'brain.js/dist/neural-network.js';
import type { Subject } from '../subject.ts';
import { inOrder, learningRate, type Problem } from '../workloads.ts';

/**
 * brain.js, which learns a row at a time: as many rows as a batch has count as a step. By the descent with momentum that it has by
 * default: its Adam costs it several times as much. Its loss is the square, and the weights it begins with are its own.
 */
export async function openBrain(problem: Problem): Promise<Subject> {
  const { shape, rows, batchSize } = problem;
  const { x, classes } = inOrder(problem);
  const row = (values: Float32Array, width: number, at: number) =>
    Array.from(values.subarray(at * width, (at + 1) * width));
  const data = Array.from({ length: rows }, (_, at) => ({
    input: row(x, shape.inputs, at),
    output: row(classes, shape.outputs, at),
  }));
  const network = new brain.default({ hiddenLayers: [...shape.hidden], activation: 'relu' });
  // It stops where its error is below a bound, and refuses the bound 0.
  const options = { iterations: 1, errorThresh: Number.MIN_VALUE, learningRate };
  return {
    work: rows / batchSize,
    async pass() {
      const { iterations, error } = network.train(data, options);
      if (iterations !== 1 || !Number.isFinite(error))
        throw new Error(`brain.js took ${iterations} passes over the rows, and its error is ${error}`);
      return null;
    },
  };
}
