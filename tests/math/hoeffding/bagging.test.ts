import { expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { Bagging } from '../../../src/math/hoeffding/bagging.ts';
import { NumberTape } from '../../../src/math/number-tape.ts';

const problem = { categories: [0, 0], classes: 2 };
const growth = { gracePeriod: 50, splitRisk: 1e-5, tieThreshold: 0.05, most: 1e6, trees: 4 };
const online = { ...growth, rate: 1, driftRisk: null };
const leveraging = { ...growth, rate: 6, driftRisk: 0.002 };
const rows = 3000;
const random = new Random(5);
const x = new Float32Array(2 * rows).map(() => random.uniform());
/** Turned round after half of the rows. */
const labels = Array.from({ length: rows }, (_, row) => Number(x[2 * row]! < 0.5 === row < rows / 2));

/** @returns the share of rows whose class was the likeliest one before it was learnt. */
function learn(bagging: Bagging, from: number, to: number): number {
  const p = new Float64Array(2);
  let right = 0;
  for (let row = from; row < to; row++) {
    bagging.predict(x, 2 * row, p);
    if (Number(p[1]! > p[0]!) === labels[row]) right++;
    bagging.learn(x, 2 * row, labels[row]!, 1);
  }
  return right / (to - from);
}

function saved(bagging: Bagging): Float64Array<ArrayBuffer> {
  const tape = new NumberTape();
  bagging.save(tape);
  return tape.numbers();
}

test('both learn; only leveraging bagging has forgotten the old concept soon after it ended', () => {
  const [plain, leveraged] = [online, leveraging].map(
    (options) => new Bagging(problem, options, new Random(1)),
  );
  for (const bagging of [plain!, leveraged!]) {
    learn(bagging, 0, 1000);
    expect(learn(bagging, 1000, 1500)).toBeGreaterThan(0.93);
    learn(bagging, 1500, 2000);
  }
  const after = learn(leveraged!, 2000, 2500);
  expect(after).toBeGreaterThan(0.93);
  expect(learn(plain!, 2000, 2500)).toBeLessThan(after);
});

test.each([online, leveraging])(
  'saved amid a change it goes on as if it had not been; predicting changes nothing',
  (options) => {
    const bagging = new Bagging(problem, options, new Random(1));
    learn(bagging, 0, 1550);
    const before = saved(bagging);
    bagging.predict(x, 0, new Float64Array(2));
    expect(saved(bagging)).toEqual(before);
    const loaded = new Bagging(problem, options, new Random(9));
    loaded.load(new NumberTape(before));
    for (const one of [bagging, loaded]) learn(one, 1550, 2200);
    expect(saved(loaded)).toEqual(saved(bagging));
  },
);
