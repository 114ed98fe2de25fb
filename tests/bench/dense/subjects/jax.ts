import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { denseLayers } from '../../../../src/math/dense.ts';
import type { Subject } from '../subject.ts';
import { adam, inOrder, learningRate, type Problem } from '../workloads.ts';

/** More steps in its queue make each of them slower. */
const STEPS_A_SYNC = 16;

/** Weights and biases of one layer after the other. */
type Leaves = np.Array[];
type State = {
  readonly parameters: Leaves;
  readonly first: Leaves;
  readonly second: Leaves;
  readonly power1: np.Array;
  readonly power2: np.Array;
  readonly loss: np.Array;
};

/**
 * jax-js: loss, gradient and Adam in one jit. Every array is owned by what it is handed to, so `.ref` stands
 * wherever it is used again.
 */
export async function openJax(device: 'wasm' | 'webgpu', problem: Problem): Promise<Subject> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js cannot run on ${device} here`);
  defaultDevice(device);
  const { shape, batchSize, rows } = problem;
  const batches = rows / batchSize;
  const { x, classes } = inOrder(problem);
  const cut = (values: Float32Array<ArrayBuffer>, width: number, batch: number): np.Array => {
    const length = batchSize * width;
    return np.array(values.slice(batch * length, (batch + 1) * length), { shape: [batchSize, width] });
  };
  const data = Array.from(
    { length: batches },
    (_, batch) => [cut(x, shape.inputs, batch), cut(classes, shape.outputs, batch)] as const,
  );
  const step = jit(takeStep);
  let state = begin(problem);
  return {
    work: batches,
    async pass() {
      for (const [batch, [inputs, targets]] of data.entries()) {
        state = step(state, inputs.ref, targets.ref);
        if ((batch + 1) % STEPS_A_SYNC === 0) await blockUntilReady(state);
      }
      const [sum] = await state.loss.data();
      state = { ...state, loss: np.array(0) };
      return sum! / batches;
    },
  };
}

function begin({ shape, state: { parameters } }: Problem): State {
  const leaves = (values: Float32Array): Leaves =>
    denseLayers(shape).flatMap(({ from, to, weights, biases }) => [
      np.array(new Float32Array(values.subarray(weights, biases)), { shape: [from, to] }),
      np.array(new Float32Array(values.subarray(biases, biases + to)), { shape: [to] }),
    ]);
  const zeros = new Float32Array(parameters.length);
  return {
    parameters: leaves(parameters),
    first: leaves(zeros),
    second: leaves(zeros),
    power1: np.array(1),
    power2: np.array(1),
    loss: np.array(0),
  };
}

function lossOf(parameters: Leaves, x: np.Array, classes: np.Array): np.Array {
  let values = x;
  for (let i = 0; i < parameters.length; i += 2) {
    values = np.matmul(values, parameters[i]!).add(parameters[i + 1]!);
    if (i + 2 < parameters.length) values = nn.relu(values);
  }
  const rows = classes.shape[0]!;
  return nn
    .logSoftmax(values)
    .mul(classes)
    .sum()
    .mul(-1 / rows);
}

function takeStep(state: State, x: np.Array, classes: np.Array): State {
  const [loss, gradients] = valueAndGrad(lossOf)(
    state.parameters.map((each) => each.ref),
    x,
    classes,
  );
  const { beta1, beta2, epsilon } = adam;
  const power1 = state.power1.mul(beta1);
  const power2 = state.power2.mul(beta2);
  const first = state.first.map((m, i) => m.mul(beta1).add(gradients[i]!.ref.mul(1 - beta1)));
  const second = state.second.map((v, i) => v.mul(beta2).add(np.square(gradients[i]!).mul(1 - beta2)));
  const correction = (power: np.Array) => np.array(1).sub(power.ref);
  const parameters = state.parameters.map((parameter, i) => {
    const mean = first[i]!.ref.div(correction(power1));
    const root = np.sqrt(second[i]!.ref.div(correction(power2))).add(epsilon);
    return parameter.sub(mean.div(root).mul(learningRate));
  });
  return { parameters, first, second, power1, power2, loss: state.loss.add(loss) };
}
