import { expect, test } from 'vitest';
import { reliabilityText } from '../../../../src/app/stages/evaluate/reliability-text.ts';

const bins = [
  { rows: 50, predicted: 0.2, observed: 0.22, low: 0.12, high: 0.35 },
  { rows: 1049, predicted: 0.7, observed: 0.6, low: 0.57, high: 0.63 },
];

test('the average and the farthest bin, of the positive class', () => {
  expect(reliabilityText({ of: 'positive-class', bins, calibrationError: 0.0234 }, 'yes')).toBe(
    'What the model says and what comes true are 2.3 points apart on average (expected calibration error). ' +
      'Farthest apart: of 1,049 rows told 70%, 60% were “yes” (95% interval 57% to 63%).',
  );
});

test('of the class that is named', () => {
  expect(reliabilityText({ of: 'top-label', bins: bins.slice(0, 1), calibrationError: 0.02 }, '')).toBe(
    'What the model says and what comes true are 2.0 points apart on average (expected calibration error). ' +
      'Farthest apart: of 50 rows told 20%, 22% were right (95% interval 12% to 35%).',
  );
});
