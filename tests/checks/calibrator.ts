import { describe, expect, test } from 'vitest';
import type { CalibratorKind } from '../../src/core/calibrator.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Prediction } from '../../src/core/matrix.ts';
import { Random } from '../../src/core/random.ts';
import { logLoss } from '../../src/math/metrics/log-loss.ts';

/** What every calibrator must do, whatever curve it draws. */
export function checkCalibrator(kind: CalibratorKind): void {
  describe(`calibrator ${kind.kind}`, () => {
    test('says what it is and where it comes from', () => {
      expect(kind.title).not.toBe('');
      expect(kind.summary).toMatch(/\.$/);
      expect(kind.source).toMatch(/\b(19|20)\d\d$/);
    });

    describe.each([2, 4])('%i classes', (classes) => {
      test('takes back what probabilities are too sure of, on rows that it has not seen', () => {
        const [seen, unseen] = [tooSure(4000, classes, 1), tooSure(4000, classes, 2)];
        const { values } = kind.fit(seen.told, seen.y).calibrate(unseen.told);
        const [before, after] = [unseen.told.values, values].map((each) => logLoss(each, unseen.y, classes));
        const best = logLoss(unseen.real.values, unseen.y, classes);
        expect(before! - best).toBeGreaterThan(0.05);
        expect(after! - best).toBeLessThan((before! - best) / 4);
      });

      test('changes next to nothing where probabilities come true', () => {
        const [seen, unseen] = [tooSure(4000, classes, 3), tooSure(4000, classes, 4)];
        const { values } = kind.fit(seen.real, seen.y).calibrate(unseen.real);
        const apart = values.reduce((sum, value, i) => sum + Math.abs(value - unseen.real.values[i]!), 0);
        expect(apart / values.length).toBeLessThan(0.03);
      });

      test('gives probabilities that add up to 1, also of the certain and of rows that are all of one class', () => {
        const { told } = tooSure(50, classes, 5);
        const certain: Prediction = {
          rows: 2,
          outputs: classes,
          values: Float32Array.from({ length: 2 * classes }, (_, i) =>
            i === 0 || i === 2 * classes - 1 ? 1 : 0,
          ),
        };
        for (const y of [
          told.values.slice(0, 50).map(() => 0),
          Float32Array.from({ length: 50 }, (_, i) => i % classes),
        ])
          for (const given of [told, certain]) {
            const { rows, outputs, values } = kind.fit(told, y).calibrate(given);
            expect([rows, outputs]).toEqual([given.rows, classes]);
            for (let row = 0; row < rows; row++) {
              const own = values.subarray(row * classes, (row + 1) * classes);
              expect(own.every((value) => value >= 0 && value <= 1)).toBe(true);
              expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
            }
          }
      });

      test('goes on after being stored as if it had not been, and leaves the model’s probabilities alone', () => {
        const { told, y } = tooSure(300, classes, 6);
        const kept = told.values.slice();
        const calibrator = kind.fit(told, y);
        const saved = JSON.parse(JSON.stringify(calibrator.save())) as JsonObject;
        expect(kind.load(saved).calibrate(told)).toEqual(calibrator.calibrate(told));
        expect(told.values).toEqual(kept);
      });
    });

    test('refuses no rows, other classes than it was fitted on, and what another has kept', () => {
      const { told, y } = tooSure(50, 3, 7);
      const refused = expect.objectContaining({ code: 'calibration', stage: 'evaluate' }) as Error;
      expect(() => kind.fit({ rows: 0, outputs: 2, values: new Float32Array() }, [])).toThrowError(refused);
      expect(() => kind.fit(told, y.subarray(1))).toThrowError(refused);
      expect(() => kind.fit(told, y).calibrate(tooSure(5, 2, 8).told)).toThrowError(refused);
      const strangers = [null, 'curve', {}, { x: [1], y: [NaN] }].map((curve) => ({
        classes: 2,
        curves: [curve],
      }));
      for (const saved of [{}, { classes: 2 }, { classes: 2, curves: [] }, ...strangers])
        expect(() => kind.load(saved)).toThrowError(
          expect.objectContaining({ code: 'snapshot-format' }) as Error,
        );
    });
  });
}

/** Probabilities that come true, and the same made twice as sure: squared, and brought back to a sum of 1. */
function tooSure(
  rows: number,
  classes: number,
  seed: number,
): { told: Prediction; real: Prediction; y: Float32Array } {
  const random = new Random(seed);
  const real = new Float32Array(rows * classes);
  const told = new Float32Array(rows * classes);
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const odds = Array.from({ length: classes }, () => Math.exp(random.normal()));
    const sum = odds.reduce((all, each) => all + each, 0);
    const squares = odds.reduce((all, each) => all + each * each, 0);
    let left = random.uniform();
    y[row] = classes - 1;
    for (const [kind, each] of odds.entries()) {
      real[row * classes + kind] = each / sum;
      told[row * classes + kind] = (each * each) / squares;
      if (left >= 0 && left < each / sum) y[row] = kind;
      left -= each / sum;
    }
  }
  const of = (values: Float32Array<ArrayBuffer>): Prediction => ({ rows, outputs: classes, values });
  return { told: of(told), real: of(real), y };
}
