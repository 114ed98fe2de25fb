import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../../../src/compute/reference/engine.ts';
import type { DenseShape } from '../../../../src/core/dense.ts';
import { unwatched } from '../../../../src/core/progress.ts';
import { Random } from '../../../../src/core/random.ts';
import type { Arrival, Learnt, Strategy } from '../../../../src/core/strategy.ts';
import { classBalancedReservoir } from '../../../../src/flow/learn/class-balanced-reservoir.ts';
import { derPlusPlus } from '../../../../src/flow/learn/strategies/der-plus-plus.ts';
import { erAce } from '../../../../src/flow/learn/strategies/er-ace.ts';
import { ewc } from '../../../../src/flow/learn/strategies/ewc.ts';
import { l2Sp } from '../../../../src/flow/learn/strategies/l2-sp.ts';
import { lwf } from '../../../../src/flow/learn/strategies/lwf.ts';
import { onlineEwc } from '../../../../src/flow/learn/strategies/online-ewc.ts';
import { forward, logistic, plainAdam } from '../../../../src/math/dense.ts';

const features = ['a', 'b'];
const shape: DenseShape = { inputs: 2, hidden: [], outputs: 3, activation: 'relu', loss: 'softmax' };
const stateOf = (seed: number, count: number) => {
  const random = new Random(seed);
  return {
    parameters: Float32Array.from({ length: count }, () => random.normal()),
    ...{ firstMoment: new Float32Array(count), secondMoment: new Float32Array(count), step: 0 },
  };
};

function arrivalOf(strategy: Strategy, labels: readonly number[], of = shape): Arrival {
  const random = new Random(1);
  const memory = classBalancedReservoir.create({
    ...{ task: 'multiclass', features, classes: 3, capacity: 20 },
    outputs: strategy.remembersOutputs ? of.outputs : 0,
  });
  const batchOf = (y: readonly number[]) => ({
    x: { rows: y.length, features, data: Float32Array.from({ length: 2 * y.length }, () => random.normal()) },
    ...{ y: Float32Array.from(y), weights: null },
  });
  memory.add(batchOf([0, 1, 0, 1]), random);
  memory.giveOutputs(({ rows }) => Float32Array.from({ length: rows * of.outputs }, (_, at) => at));
  const state = stateOf(2, 9);
  return {
    ...{ shape: of, state, forward, fresh: batchOf(labels), memory, random },
    ...{ draws: 6, strength: 2, anchor: null, kept: {} },
  };
}

test('ER-ACE: new rows see the classes that they bring, remembered rows all', () => {
  const { training, data, replay, isRemembered } = erAce.lesson(arrivalOf(erAce, [2, 2, 1]));
  expect(training.limitsClasses).toBe(true);
  const seen = Array.from({ length: 9 }, (_, row) => [...data!.classes!.subarray(3 * row, 3 * row + 3)]);
  expect(seen).toEqual([[0, 1, 1], [0, 1, 1], [0, 1, 1], ...Array.from({ length: 6 }, () => [1, 1, 1])]);
  expect(replay.y).toHaveLength(6);
  expect(isRemembered).toBe(true);
});

test('DER++: remembered rows keep the outputs that they came with, new ones none', () => {
  const { training, data, replay } = derPlusPlus.lesson(arrivalOf(derPlusPlus, [2, 2, 1]));
  expect(training.keeping).toEqual({ kind: 'squared' });
  const { outputs, weights } = data!.kept!;
  expect([...weights]).toEqual([0, 0, 0, ...Array.from({ length: 6 }, () => Math.fround(0.06))]);
  expect([...outputs.subarray(9)]).toEqual([...replay.outputs!]);
  expect(outputs.subarray(9).every(Number.isFinite)).toBe(true);
});

test('LwF: new rows keep what was said of them before, remembered ones nothing', () => {
  const arrival = arrivalOf(lwf, [2, 2, 1]);
  const { training, data } = lwf.lesson(arrival);
  expect(training.keeping).toEqual({ kind: 'softened', temperature: 2 });
  const { outputs, weights } = data!.kept!;
  expect([...weights]).toEqual([2, 2, 2, 0, 0, 0, 0, 0, 0]);
  expect(outputs.slice(0, 9)).toEqual(forward(shape, arrival.state.parameters, arrival.fresh.x.data, 3));
});

test('L2-SP: all weights alike, and as much more as is asked for besides', () => {
  const arrival = arrivalOf(l2Sp, [0]);
  const { parameters } = arrival.state;
  expect(l2Sp.lesson(arrival).training.anchor).toEqual({ parameters, strength: 0.2 });
  const anchor = { parameters, strength: 0.5 };
  expect(l2Sp.lesson({ ...arrival, anchor }).training.anchor).toEqual({ parameters, strength: 0.7 });
});

describe('EWC', () => {
  const linear: DenseShape = { inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };
  const rows = 500;
  const learntOf = (seed: number, kept: Learnt['kept'] = {}): Learnt => {
    const random = new Random(seed);
    const data = Float32Array.from({ length: 2 * rows }, (_, at) => random.normal() * (at % 2 ? 3 : 1));
    const state = stateOf(seed, 3);
    return {
      ...{ shape: linear, state, forward, kept, random, context: unwatched },
      fresh: { x: { rows, features, data }, y: new Float32Array(rows), weights: null },
      memory: classBalancedReservoir.create({ task: 'binary', features, classes: 2, capacity: 1 }),
      open: (of) => referenceEngine.open(linear, plainAdam, of, state),
    };
  };

  test('of a logistic regression the Fisher information is the mean of p (1 - p) x^2', async () => {
    const learnt = learntOf(1);
    const kept = await ewc.keep!(learnt);
    const { data } = learnt.fresh.x;
    const [w, v, b] = learnt.state.parameters;
    const sums = [0, 0, 0];
    for (let row = 0; row < rows; row++) {
      const x = [data[2 * row]!, data[2 * row + 1]!, 1];
      const p = logistic(w! * x[0]! + v! * x[1]! + b!);
      x.forEach((value, i) => (sums[i]! += (p * (1 - p) * value ** 2) / rows));
    }
    // Labels are drawn: of 500 rows a tenth or two is chance.
    sums.forEach((expected, i) =>
      expect(Math.abs(kept['strength']!.data[i]! / expected - 1)).toBeLessThan(0.3),
    );
    expect(kept['parameters']!.data).toEqual(learnt.state.parameters);
  });

  test('the pulls of all earlier updates are one with the same gradient', async () => {
    const first = learntOf(1);
    const one = await ewc.keep!(first);
    const second = learntOf(2, one);
    const both = await ewc.keep!(second);
    const alone = await ewc.keep!(learntOf(2));
    const at = [0.3, -2, 1];
    at.forEach((value, i) => {
      const pullOf = (kept: Learnt['kept']) =>
        kept['strength']!.data[i]! * (value - kept['parameters']!.data[i]!);
      expect(pullOf(both)).toBeCloseTo(pullOf(one) + pullOf(alone), 4);
    });
  });

  test('online, one pull to the newest weights, of which older information fades', async () => {
    const one = await onlineEwc.keep!(learntOf(1));
    const second = learntOf(2, one);
    const both = await onlineEwc.keep!(second);
    const alone = await onlineEwc.keep!(learntOf(2));
    expect(both['parameters']!.data).toEqual(second.state.parameters);
    for (const i of [0, 1, 2])
      expect(both['strength']!.data[i]).toBeCloseTo(
        0.95 * one['strength']!.data[i]! + alone['strength']!.data[i]!,
        5,
      );
  });
});
