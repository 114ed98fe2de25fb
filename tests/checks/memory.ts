import { describe, expect, test } from 'vitest';
import type { Batch } from '../../src/core/matrix.ts';
import type { MemoryKind, MemoryOptions } from '../../src/core/memory.ts';
import { Random } from '../../src/core/random.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';

const options: MemoryOptions = {
  task: 'multiclass',
  features: ['number', 'class'],
  classes: 3,
  capacity: 200,
};

/** What every memory must do, whatever rows it prefers to keep. */
export function checkMemory(kind: MemoryKind): void {
  describe(`memory ${kind.kind}`, () => {
    test('keeps every row until it is full, and never more than its capacity', () => {
      const memory = kind.create(options);
      const random = new Random(1);
      expect(memory.size).toBe(0);
      memory.add(stream(150, 0), random);
      expect(memory.size).toBe(150);
      memory.add(stream(5000, 150), random);
      expect(memory.size).toBe(200);
    });

    test('hands out nothing when it is empty', () => {
      const sample = kind.create(options).sample(10, new Random(1));
      expect(sample.x.rows).toBe(0);
      expect(sample.y.length).toBe(0);
    });

    test('hands out rows as they were: features, class and weight belong together', () => {
      const memory = filled(kind);
      const sample = memory.sample(500, new Random(2));
      expect(sample.x.features).toEqual(options.features);
      expect(sample.x.data.length).toBe(1000);
      for (let row = 0; row < 500; row++) {
        expect(sample.x.data[2 * row + 1]).toBe(sample.y[row]);
        expect(classOf(sample.x.data[2 * row]!)).toBe(sample.y[row]);
      }
    });

    if (kind.keeps === 'balanced' || kind.keeps === 'typical')
      test('keeps rare classes more densely than the stream brought them', () => {
        const shares = countsOf(filled(kind).sample(20_000, new Random(3)), false);
        // 90, 9 and 1 of 100 in the stream.
        expect(shares[1]).toBeGreaterThan(0.25);
        expect(shares[2]).toBeGreaterThan(0.2);
      });

    test('weighs rows so that their mean weight is 1 and the prior is the one of the stream', () => {
      // Of uniform samples the prior is that of the stream in the mean alone.
      const samples = Array.from({ length: kind.keeps === 'uniform' ? 60 : 1 }, (_, seed) =>
        filled(kind, seed + 1).sample(kind.keeps === 'uniform' ? 4000 : 40_000, new Random(seed + 4)),
      );
      expect(mean(samples[0]!.weights!)).toBeCloseTo(1, 1);
      const each = samples.map((sample) => countsOf(sample, true));
      const prior = [0, 1, 2].map((group) => mean(each.map((shares) => shares[group]!)));
      expect(Math.abs(prior[0]! - 0.9)).toBeLessThan(0.02);
      expect(Math.abs(prior[1]! - 0.09)).toBeLessThan(0.01);
      expect(Math.abs(prior[2]! - 0.01)).toBeLessThan(0.002);
    });

    test('carries the weights that rows came with', () => {
      const memory = kind.create(options);
      const rows = stream(20_000, 0);
      // Balanced by weights: every class counts the same, whatever its share.
      const share = [0.9, 0.09, 0.01];
      const weights = rows.y.map((y) => 1 / (3 * share[y]!));
      memory.add({ ...rows, weights }, new Random(5));
      // A uniform sample of 200 rows has two of the rarest class, give or take two.
      const within = kind.keeps === 'uniform' ? 0.35 : 0.03;
      for (const part of countsOf(memory.sample(40_000, new Random(6)), true))
        expect(Math.abs(part - 1 / 3)).toBeLessThan(within);
    });

    if (kind.keeps === 'balanced' || kind.keeps === 'uniform')
      test('keeps old and new rows alike', () => {
        const early = Array.from({ length: 40 }, (_, seed) => {
          const memory = kind.create(options);
          memory.add(stream(4000, 0), new Random(seed));
          const sample = memory.sample(1000, new Random(seed + 100));
          const rows = [...sample.y.keys()].filter((row) => sample.y[row] === 0);
          return mean(rows.map((row) => (sample.x.data[2 * row]! < 2000 ? 1 : 0)));
        });
        expect(Math.abs(mean(early) - 0.5)).toBeLessThan(0.04);
      });

    if (kind.keeps === 'balanced' || kind.keeps === 'uniform')
      test('a regression is one stream: every row is as likely to stay', () => {
        const memory = kind.create({ ...options, task: 'regression', classes: 0 });
        const rows = stream(4000, 0);
        memory.add({ ...rows, y: rows.y.map((_, i) => i / 7) }, new Random(7));
        const sample = memory.sample(20_000, new Random(8));
        expect(sample.weights!.every((weight) => Math.abs(weight - 1) < 1e-6)).toBe(true);
        // 200 rows of uniform age: their mean is within 4 standard errors of the middle.
        expect(Math.abs(mean(sample.x.data.filter((_, i) => i % 2 === 0)) - 2000)).toBeLessThan(330);
      });

    if (kind.keeps === 'newest')
      test('keeps the last rows that came, in their order', () => {
        const { x } = filled(kind).save().tensors;
        const numbers = Array.from(x!.data).filter((_, i) => i % 2 === 0);
        expect(numbers).toEqual(Array.from({ length: 200 }, (_, i) => 19_800 + i));
      });

    test('lets go of the classes that a batch brings anew, keeps the others, and fills up again', () => {
      const memory = filled(kind);
      const held = countsOf(memory.sample(20_000, new Random(12)), false);
      // Of a uniform sample the rarest class may be missing.
      const kept = [0, 1, 2].filter((group) => held[group]! > 0);
      expect(kept.slice(0, 2)).toEqual([0, 1]);
      if (kind.keeps !== 'uniform') expect(kept).toHaveLength(3);
      const batch = stream(1, 20_001);
      expect(batch.y[0]).toBe(1);
      memory.forget(batch);
      const sample = memory.sample(2000, new Random(13));
      expect(new Set(sample.y)).toEqual(new Set(kept.filter((group) => group !== 1)));
      expect(sample.x.data.every((value, i) => i % 2 === 0 || value === sample.y[(i - 1) / 2])).toBe(true);
      memory.add(stream(5000, 20_000), new Random(14));
      expect(memory.size).toBe(200);
      const again = memory.sample(2000, new Random(15));
      for (let row = 0; row < 2000; row++)
        if (again.y[row] === 1) expect(again.x.data[2 * row]).toBeGreaterThanOrEqual(20_000);
    });

    test('goes on after being stored as if it had not been', () => {
      const whole = filled(kind);
      const { header, tensors } = whole.save();
      const stored = decodeSnapshot(encodeSnapshot({ kind: kind.kind, header, tensors }));
      const loaded = kind.load(options, stored);
      expect(loaded.save()).toEqual(whole.save());
      for (const memory of [whole, loaded]) memory.add(stream(3000, 20_000), new Random(9));
      expect(loaded.save()).toEqual(whole.save());
      expect(loaded.sample(50, new Random(10))).toEqual(whole.sample(50, new Random(10)));
    });

    test('what was saved is not changed by what comes later', () => {
      const memory = filled(kind);
      const saved = memory.save();
      const copy = structuredClone(saved);
      memory.add(stream(3000, 20_000), new Random(11));
      expect(saved).toEqual(copy);
      expect(memory.save()).not.toEqual(copy);
    });

    test('refuses what another memory stored', () => {
      const { header, tensors } = filled(kind).save();
      const load = () => kind.load({ ...options, features: ['one'] }, { header, tensors });
      expect(load).toThrowError(expect.objectContaining({ code: 'snapshot-format' }) as Error);
    });

    test('erases rows by where they came from, and keeps the others', () => {
      const memory = kind.create(options);
      const random = new Random(16);
      const numbers = () => Array.from(memory.save().tensors['x']!.data).filter((_, i) => i % 2 === 0);
      const named = (start: number, sources: readonly string[], source: number): Batch => ({
        ...stream(60, start),
        ids: {
          sources,
          source: new Uint32Array(60).fill(source),
          row: Uint32Array.from({ length: 60 }, (_, i) => i),
        },
      });
      memory.add(named(0, ['a'], 0), random);
      memory.add(stream(10, 60), random);
      memory.add(named(100, ['b', 'a', 'c'], 2), random);
      const stored = decodeSnapshot(encodeSnapshot({ kind: kind.kind, ...memory.save() }));
      const prior = countsOf(memory.sample(20_000, new Random(17)), true);
      memory.erase({ source: 'nowhere', rows: null });
      memory.erase({ source: 'c', rows: new Set([3, 4, 99]) });
      expect(numbers().toSorted((a, b) => a - b)).toEqual([
        ...Array.from({ length: 70 }, (_, i) => i),
        ...[100, 101, 102],
        ...Array.from({ length: 55 }, (_, i) => 105 + i),
      ]);
      memory.erase({ source: 'a', rows: null });
      expect(memory.size).toBe(68);
      expect(numbers().every((number) => number >= 60)).toBe(true);
      const loaded = kind.load(options, stored);
      loaded.erase({ source: 'c', rows: new Set([3, 4, 99]) });
      loaded.erase({ source: 'a', rows: null });
      expect(loaded.save()).toEqual(memory.save());
      // What is left of the classes stands for as many rows as it did.
      const after = countsOf(memory.sample(20_000, new Random(18)), true);
      expect(Math.abs(after[0]! - prior[0]!)).toBeLessThan(0.06);
      memory.add(stream(5000, 1000), random);
      expect(memory.size).toBe(200);
      for (const source of ['b', 'c']) memory.erase({ source, rows: null });
      expect(numbers().some((number) => number >= 100 && number < 160)).toBe(false);
    });

    test('keeps the outputs that a model gave when a row came, and hands them out with it', () => {
      const memory = kind.create({ ...options, outputs: 2 });
      const asked: number[] = [];
      const giving = (by: number) =>
        memory.giveOutputs(({ rows, data }) => {
          asked.push(rows);
          return Float32Array.from({ length: 2 * rows }, (_, i) => data[2 * (i >> 1)]! + by + (i % 2));
        });
      memory.add(stream(150, 0), new Random(19));
      giving(0.25);
      giving(0.5);
      memory.add(stream(5000, 150), new Random(20));
      giving(0.75);
      expect(asked[0]).toBe(150);
      expect(asked).toHaveLength(2);
      const { header, tensors } = memory.save();
      const stored = decodeSnapshot(encodeSnapshot({ kind: kind.kind, header, tensors }));
      const sample = kind.load({ ...options, outputs: 2 }, stored).sample(400, new Random(21));
      for (let row = 0; row < 400; row++) {
        const number = sample.x.data[2 * row]!;
        const given = number + (number < 150 ? 0.25 : 0.75);
        expect([...sample.outputs!.subarray(2 * row, 2 * row + 2)]).toEqual([given, given + 1]);
      }
      expect(() => kind.load(options, { header, tensors })).toThrowError(
        expect.objectContaining({ code: 'snapshot-format' }) as Error,
      );
      expect(filled(kind).sample(1, new Random(22)).outputs).toBeUndefined();
    });

    test('takes no more bytes than it may', () => {
      const { tensors } = filled(kind, 1, { bytes: 3000, outputs: 3 }).save();
      const taken = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
      expect(taken).toBeLessThanOrEqual(3000);
      expect(taken).toBeGreaterThan(2000);
      expect(() => kind.create({ ...options, bytes: 10 })).toThrowError(
        expect.objectContaining({ code: 'options' }) as Error,
      );
    });

    test('refuses to be made for no row', () => {
      expect(() => kind.create({ ...options, capacity: 0 })).toThrowError(
        expect.objectContaining({ code: 'options' }) as Error,
      );
    });
  });
}

function filled(kind: MemoryKind, seed = 1, more: Partial<MemoryOptions> = {}) {
  const memory = kind.create({ ...options, ...more });
  const random = new Random(seed);
  for (let start = 0; start < 20_000; start += 500) memory.add(stream(500, start), random);
  return memory;
}

/** Rows numbered from `start`; of each 100, class 2 has one, class 1 nine, class 0 the rest. */
function stream(rows: number, start: number): Batch {
  const data = new Float32Array(rows * 2);
  const y = Float32Array.from({ length: rows }, (_, i) => classOf(start + i));
  for (let i = 0; i < rows; i++) data.set([start + i, y[i]!], 2 * i);
  return { x: { rows, features: options.features, data }, y, weights: null };
}

function classOf(number: number): number {
  const place = number % 100;
  return place === 0 ? 2 : place < 10 ? 1 : 0;
}

/** Each class's share of the rows, or of their weight. */
function countsOf({ y, weights }: Batch, isWeighted: boolean): number[] {
  const sums = [0, 0, 0];
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = isWeighted ? weights![row]! : 1;
    sums[y[row]!]! += weight;
    total += weight;
  }
  return sums.map((sum) => sum / total);
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
