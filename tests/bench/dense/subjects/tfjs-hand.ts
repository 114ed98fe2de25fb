// It brings the gradients of all operations, in a browser and in Node alike.
import '@tensorflow/tfjs-layers';
import {
  add,
  losses,
  matMul,
  relu,
  Reduction,
  type Scalar,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
  train,
  variable,
} from '@tensorflow/tfjs-core';
import { startBackend } from '../../../../src/compute/tfjs/backend.ts';
import { denseLayers } from '../../../../src/math/dense.ts';
import type { Subject } from '../subject.ts';
import { adam, inOrder, learningRate, type Problem } from '../workloads.ts';

/** TensorFlow.js by hand: its variables, its Adam, its `minimize`, over batches that lie cut on the device; one number read a pass. */
export async function openTfjsHand(backend: 'wasm' | 'cpu' | 'webgpu', problem: Problem): Promise<Subject> {
  await startBackend(backend);
  const { shape, state, batchSize, rows } = problem;
  const layers = denseLayers(shape).map(({ from, to, weights, biases, isOutput }) => ({
    weights: variable(tensor2d(state.parameters.slice(weights, biases), [from, to])),
    biases: variable(tensor(state.parameters.slice(biases, biases + to))),
    isOutput,
  }));
  const outputs = (x: Tensor2D): Tensor2D =>
    layers.reduce((values, { weights, biases, isOutput }) => {
      const sums = add<Tensor2D>(matMul(values, weights as Tensor2D), biases);
      return isOutput ? sums : relu(sums);
    }, x);
  const { x, classes } = inOrder(problem);
  const cut = (values: Float32Array, width: number, batch: number) =>
    tensor2d(values.slice(batch * batchSize * width, (batch + 1) * batchSize * width), [batchSize, width]);
  const batches = Array.from({ length: rows / batchSize }, (_, batch) => ({
    inputs: cut(x, shape.inputs, batch),
    targets: cut(classes, shape.outputs, batch),
  }));
  const optimizer = train.adam(learningRate, adam.beta1, adam.beta2, adam.epsilon);
  return {
    work: batches.length,
    async pass() {
      const sum = tidy(() =>
        batches
          .map(({ inputs, targets }) => {
            const lossOf = () =>
              losses.softmaxCrossEntropy<Tensor2D, Scalar>(
                targets,
                outputs(inputs),
                undefined,
                0,
                Reduction.MEAN,
              );
            return optimizer.minimize(lossOf, true)!;
          })
          .reduce((sum, loss) => add<Scalar>(sum, loss)),
      );
      const [total] = await sum.data<'float32'>();
      sum.dispose();
      return total! / batches.length;
    },
  };
}
