import { tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { startBackend } from '../../../../src/compute/tfjs/backend.ts';
import { denseLayers } from '../../../../src/math/dense.ts';
import type { Subject } from '../subject.ts';
import { adam, inOrder, learningRate, type Problem } from '../workloads.ts';

/** TensorFlow.js as people use it: layers and `model.fit`, which yields to nobody here. */
export async function openTfjsFit(backend: 'wasm' | 'cpu' | 'webgpu', problem: Problem): Promise<Subject> {
  await startBackend(backend);
  const { shape, state, batchSize, rows } = problem;
  const model = sequential();
  for (const { from, to, isOutput } of denseLayers(shape))
    model.add(
      layers.dense({ inputShape: [from], units: to, activation: isOutput ? 'softmax' : shape.activation }),
    );
  model.setWeights(
    denseLayers(shape).flatMap(({ from, to, weights, biases }) => [
      tensor2d(state.parameters.slice(weights, biases), [from, to]),
      tensor(state.parameters.slice(biases, biases + to)),
    ]),
  );
  model.compile({
    optimizer: train.adam(learningRate, adam.beta1, adam.beta2, adam.epsilon),
    loss: 'categoricalCrossentropy',
  });
  const { x, classes } = inOrder(problem);
  const inputs = tensor2d(x, [rows, shape.inputs]);
  const targets = tensor2d(classes, [rows, shape.outputs]);
  return {
    work: Math.ceil(rows / batchSize),
    async pass() {
      const { history } = await model.fit(inputs, targets, {
        batchSize,
        epochs: 1,
        shuffle: false,
        yieldEvery: 'never',
        verbose: 0,
      });
      return Number(history['loss']![0]);
    },
  };
}
