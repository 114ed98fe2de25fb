import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';

/** xoshiro128** in 64-bit integers, straight from the reference code (Blackman & Vigna 2018). */
function* reference(state: readonly number[]): Generator<number> {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  const s = state.map(BigInt);
  for (;;) {
    yield Number((rotate((s[1]! * 5n) & mask, 7n) * 9n) & mask);
    const t = (s[1]! << 9n) & mask;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotate(s[3]!, 11n);
  }
}

describe('Random', () => {
  test('gives the numbers of xoshiro128**', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
        const random = new Random(seed);
        const expected = reference(random.save());
        for (let i = 0; i < 20; i++) expect(random.next()).toBe(expected.next().value);
      }),
    );
  });

  test('goes on from a stored state', () => {
    const random = new Random(7);
    random.normal();
    const later = Random.load(JSON.parse(JSON.stringify(random.save())) as number[]);
    expect(Array.from({ length: 50 }, () => later.next())).toEqual(
      Array.from({ length: 50 }, () => random.next()),
    );
  });

  test('fills with the numbers that follow', () => {
    const [one, other] = [new Random(5), new Random(5)];
    const words = new Uint32Array(30);
    one.fill(words);
    expect([...words]).toEqual(Array.from({ length: 30 }, () => other.next()));
    expect(one.save()).toEqual(other.save());
  });

  test('differs from seed to seed', () => {
    const first = new Set(Array.from({ length: 1000 }, (_, seed) => new Random(seed).next()));
    expect(first.size).toBeGreaterThan(995);
  });

  test('is uniform in [0, 1), with every whole number below a bound equally often', () => {
    const random = new Random(3);
    const counts = new Array<number>(7).fill(0);
    let [sum, low, high] = [0, 1, 0];
    for (let i = 0; i < 70_000; i++) {
      const value = random.uniform();
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
      counts[random.below(7)]! += 1;
    }
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThan(1);
    expect([low < 0.001, high > 0.999]).toEqual([true, true]);
    expect(Math.abs(sum / 70_000 - 0.5)).toBeLessThan(0.005);
    const chiSquared = counts.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(22.5); // 6 degrees of freedom, p = .001
  });

  test('is standard normal', () => {
    const random = new Random(11);
    const values = Array.from({ length: 40_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const beyond = values.filter((value) => Math.abs(value) > 1.96).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.005);
  });

  test('shuffles: every order of four equally often, nothing lost', () => {
    const random = new Random(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.shuffle(Uint32Array.of(0, 1, 2, 3)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(49.7); // 23 degrees of freedom, p = .001
  });
});
