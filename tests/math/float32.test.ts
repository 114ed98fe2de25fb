import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  floorFloat32,
  LARGEST_FLOAT32,
  largestRoundedTo,
  nextFloat32Down,
  nextFloat32Up,
} from '../../src/math/float32.ts';

const anySingle = fc.float({ noNaN: true, noDefaultInfinity: true });
const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });

test('between a Float32 and the next one there is none', () => {
  fc.assert(
    fc.property(anySingle, (value) => {
      const next = nextFloat32Up(value);
      expect(next).toBeGreaterThan(value);
      expect(Math.fround(next)).toBe(next);
      const between = Math.fround(value + (next - value) / 2);
      if (next !== Infinity) expect([value, next].some((each) => each === between)).toBe(true);
      if (next !== Infinity) expect(nextFloat32Down(next) + 0).toBe(value + 0);
    }),
  );
});

test('every Float32 is up to a number exactly where it is up to its floor', () => {
  fc.assert(
    fc.property(anyDouble, anySingle, (threshold, value) => {
      const floor = floorFloat32(threshold);
      for (const each of [value, floor, nextFloat32Up(Math.max(floor, -LARGEST_FLOAT32))])
        if (Number.isFinite(each)) expect(each <= floor).toBe(each <= threshold);
    }),
  );
});

test('every number is up to the largest that is rounded to a Float32 exactly where it is rounded to it or below', () => {
  fc.assert(
    fc.property(anySingle, fc.integer({ min: -4, max: 4 }), (threshold, steps) => {
      const border = largestRoundedTo(threshold);
      expect(floorFloat32(border) + 0).toBe(threshold + 0);
      const near = border + steps * Math.max(Math.abs(border) * 2 ** -52, Number.MIN_VALUE);
      expect(near <= border).toBe(Math.fround(near) <= threshold);
    }),
  );
});
