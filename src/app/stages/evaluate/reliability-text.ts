import type { Reliability, ReliabilityBin } from '../../../core/evaluation.ts';
import { countText, shareText } from '../../parts/format.ts';

/**
 * What a reliability diagram shows, for those who cannot see it.
 *
 * @param positive the class that the probability is of, where it is of one.
 */
export function reliabilityText({ of, bins, calibrationError }: Reliability, positive: string): string {
  const [first, ...others] = bins;
  if (!first) return '';
  const farthest = others.reduce((worst, bin) => (gapOf(bin) > gapOf(worst) ? bin : worst), first);
  const { rows, predicted, observed, low, high } = farthest;
  const cameTrue =
    of === 'positive-class'
      ? `${shareText(observed)} were “${positive}”`
      : `${shareText(observed)} were right`;
  return (
    `What the model says and what comes true are ${pointsText(calibrationError)} apart on average (expected calibration error). ` +
    `Farthest apart: of ${countText(rows, 'row')} told ${shareText(predicted)}, ${cameTrue} ` +
    `(95% interval ${shareText(low)} to ${shareText(high)}).`
  );
}

function gapOf({ predicted, observed }: ReliabilityBin): number {
  return Math.abs(predicted - observed);
}

/** pointsText(0.0234) // "2.3 points" */
function pointsText(share: number): string {
  return `${(share * 100).toFixed(1)} points`;
}
