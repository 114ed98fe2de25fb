import { expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { classBalancedReservoir } from '../../../src/flow/learn/class-balanced-reservoir.ts';

test('a class that is rare is kept whole', () => {
  const memory = classBalancedReservoir.create({
    task: 'binary',
    features: ['a'],
    classes: 2,
    capacity: 100,
  });
  const y = Float32Array.from({ length: 1000 }, (_, i) => (i % 100 === 50 ? 1 : 0));
  memory.add({ x: { rows: 1000, features: ['a'], data: y }, y, weights: null }, new Random(1));
  const { tensors } = memory.save();
  expect(Array.from(tensors['y']!.data).filter((value) => value === 1)).toHaveLength(10);
  const { y: classes, weights } = memory.sample(1000, new Random(2));
  for (let i = 0; i < 1000; i++) expect(weights![i]).toBeCloseTo(classes[i] === 1 ? 0.1 : 1.1, 6);
});
