import { describe, expect, test } from 'vitest';
import type { DenseEngine, DenseTraining } from '../../src/core/dense.ts';
import { denseLayers, plainAdam } from '../../src/math/dense.ts';
import { dropoutMask } from '../../src/math/dropout.ts';
import { expectClose } from './close.ts';
import { constants, denseCases, plainGradient, type DenseCase, type Factor } from './dense-case.ts';

const deep = denseCases.find(({ name }) => name === 'deep relu squared, weighted')!;
/** No finite difference is taken across the bend of a relu. */
const smooth = denseCases.filter(({ shape }) => shape.hidden.length > 0 && shape.activation !== 'relu');
const someRows = Uint32Array.of(3, 0, 10, 3, 7, 1);
const [rate, momentum] = [0.05, 0.8];

const descent: DenseTraining = { ...plainAdam, optimizer: { kind: 'momentum', momentum } };
const anchor = { parameters: deep.state.parameters.map((value) => 0.5 - value), strength: 0.3 };
const uneven = { ...anchor, strength: deep.state.parameters.map((value) => value * value) };
const trainings: readonly (readonly [string, DenseTraining])[] = [
  ['momentum', { ...descent, weightDecay: 0.1 }],
  ['an L2 penalty', { ...plainAdam, l2: 0.2 }],
  ['a pull towards earlier weights', { ...descent, anchor }],
  ['a clipped gradient', { ...descent, clip: 0.5 }],
  ['a clip that is never reached', { ...descent, clip: 1e6 }],
  ['a pull of its own for each number', { ...descent, anchor: uneven }],
  ['that, decay and an L2 penalty', { ...plainAdam, weightDecay: 0.1, l2: 0.2, anchor: uneven }],
  ['everything at once', { ...plainAdam, weightDecay: 0.1, l2: 0.2, anchor, clip: 0.5 }],
];

/** What training may be told, by its definitions. */
export function checkTrainings(engineOf: () => DenseEngine): void {
  describe('training', () => {
    const stepped = async ({ shape, data, state }: DenseCase, training: DenseTraining) => {
      const engine = engineOf();
      const session = await engine.open(shape, training, data, state);
      await session.train(someRows, someRows.length, rate);
      const after = await session.state();
      session.close();
      return after;
    };

    test.each(trainings)('one step with %s', async (_, training) => {
      const after = await stepped(deep, training);
      const expected = plainStep(deep, training, plainGradient(deep, someRows));
      expectClose(after.parameters, expected.parameters, 1e-4);
      expectClose(after.firstMoment, expected.firstMoment, 1e-3);
    });

    test.each(smooth)('dropout of $name drops the units that its hash names', async (each) => {
      const dropout = { share: 0.4, seed: 7 };
      const training: DenseTraining = { ...plainAdam, optimizer: { kind: 'momentum', momentum: 0 }, dropout };
      const after = await stepped(each, training);
      const masks = each.shape.hidden.map((units, layer) =>
        dropoutMask(dropout, each.state.step, layer, units),
      );
      const factor: Factor = (layer, place, unit) =>
        masks[layer]!.drops(place, unit) ? 0 : masks[layer]!.scale;
      // Without momentum the velocity is the gradient.
      expectClose(after.firstMoment, plainGradient(each, someRows, factor), 1e-3);
    });

    test('dropout is of training alone, and a state taken up again drops what it would have dropped', async () => {
      const engine = engineOf();
      const training: DenseTraining = { ...plainAdam, dropout: { share: 0.5, seed: 3 } };
      const { shape, data, state } = deep;
      const open = (from = state, how = training) => engine.open(shape, how, data, from);
      const [dropping, whole] = [await open(), await open(state, plainAdam)];
      expect(await dropping.gradient(someRows)).toEqual(await whole.gradient(someRows));
      await dropping.train(someRows, 3, rate);
      const first = await open();
      await first.train(someRows.slice(0, 3), 3, rate);
      const second = await open(await first.state());
      await second.train(someRows.slice(3), 3, rate);
      expect(await second.state()).toEqual(await dropping.state());
      await whole.train(someRows, 3, rate);
      expect((await whole.state()).parameters).not.toEqual((await dropping.state()).parameters);
    });

    test('a gradient whose squares are beyond single precision is clipped as well', async () => {
      const training: DenseTraining = {
        ...plainAdam,
        optimizer: { kind: 'momentum', momentum: 0 },
        clip: 0.5,
      };
      const y = deep.data.y.map((value) => 1e24 * value);
      const after = await stepped({ ...deep, data: { ...deep.data, y } }, training);
      expect(Math.hypot(...after.firstMoment)).toBeCloseTo(0.5, 5);
    });

    test.each([
      { clip: 0 },
      { dropout: { share: 1, seed: 1 } },
      { anchor: { parameters: deep.state.parameters.slice(1), strength: 0.1 } },
      { anchor: { parameters: deep.state.parameters, strength: new Float32Array(3) } },
    ])('%j makes no sense, and is refused', async (wrong) => {
      const { shape, data, state } = deep;
      const training = { ...plainAdam, ...wrong };
      await expect(engineOf().open(shape, training, data, state)).rejects.toMatchObject({
        code: 'engine-input',
      });
    });
  });
}

/** One step as DenseTraining defines it. */
function plainStep(
  { shape, state }: DenseCase,
  { optimizer, weightDecay, l2, anchor, clip }: DenseTraining,
  gradient: Float64Array,
) {
  const layers = denseLayers(shape);
  const isWeight = (i: number) => layers.some(({ weights, biases }) => i >= weights && i < biases);
  const length = Math.hypot(...gradient);
  const share = clip !== null && length > clip ? clip / length : 1;
  const firstMoment: number[] = [];
  const parameters = Array.from(state.parameters, (value, i) => {
    let g = gradient[i]! * share;
    const strength = anchor?.strength ?? 0;
    const own = typeof strength === 'number' ? (isWeight(i) ? strength : 0) : strength[i]!;
    if (isWeight(i)) g += l2 * value;
    if (anchor) g += own * (value - anchor.parameters[i]!);
    const kept = isWeight(i) ? value * (1 - rate * weightDecay) : value;
    if (optimizer.kind === 'momentum') {
      firstMoment.push(optimizer.momentum * state.firstMoment[i]! + g);
      return kept - rate * firstMoment[i]!;
    }
    const { beta1, beta2, epsilon } = constants;
    const step = state.step + 1;
    firstMoment.push(beta1 * state.firstMoment[i]! + (1 - beta1) * g);
    const second = beta2 * state.secondMoment[i]! + (1 - beta2) * g * g;
    const root = Math.sqrt(second / (1 - beta2 ** step));
    return kept - (rate * (firstMoment[i]! / (1 - beta1 ** step))) / (root + epsilon);
  });
  return { parameters, firstMoment };
}
