import { describe, expect, test } from 'vitest';
import { isotonic } from '../../../src/flow/evaluate/calibrators/isotonic.ts';
import { platt } from '../../../src/flow/evaluate/calibrators/platt.ts';
import { temperature } from '../../../src/flow/evaluate/calibrators/temperature.ts';
import { catalog } from '../../../src/workspace/catalog.ts';
import { checkCalibrator } from '../../checks/calibrator.ts';
import reference from '../../reference/without-labels.json' with { type: 'json' };

for (const load of Object.values(catalog.calibrators)) checkCalibrator(await load());

describe(`scikit-learn ${reference.scikitLearn}`, () => {
  const { probabilities, y } = reference.calibration;
  const values = Float32Array.from(probabilities.flatMap((one) => [1 - one, one]));
  const prediction = { rows: y.length, outputs: 2, values };

  test.each([
    ['isotonic', isotonic, 6],
    ['platt', platt, 5],
    ['temperature', temperature, 5],
  ] as const)('%s', (name, kind, digits) => {
    const found = kind.fit(prediction, y).calibrate(prediction);
    for (const [row, expected] of reference.calibration[name].entries())
      expect(found.values[2 * row + 1]).toBeCloseTo(expected, digits);
  });
});
