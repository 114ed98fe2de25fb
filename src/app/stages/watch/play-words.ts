import type { Player, PlayMark, PlayStep } from '../../../../workers/play/contract.ts';
import type { Comparison } from '../../../core/evaluation.ts';
import { countText } from '../../parts/format.ts';

/** How a player is called and drawn: dashes tell the lines apart where colours do not. */
export interface PlayerStyle {
  readonly title: string;
  /** At the end of its line. */
  readonly short: string;
  readonly meaning: string;
  /** A token of the theme. */
  readonly colour: string;
  readonly width: number;
  /** Lengths of line and gap in pixels; none: drawn through. */
  readonly dash: readonly number[];
}

export const PLAYER_STYLES: Readonly<Record<Player, PlayerStyle>> = {
  champion: {
    title: 'Learning champion',
    short: 'champion',
    meaning: 'learns every batch; a challenger replaces it once it has proven to be better',
    colour: '--chart-1',
    width: 2.5,
    dash: [],
  },
  frozen: {
    title: 'Frozen first model',
    short: 'first model',
    meaning: 'learnt the first rows, and nothing since',
    colour: '--chart-2',
    width: 2,
    dash: [8, 4],
  },
  majority: {
    title: 'Majority',
    short: 'majority',
    meaning: 'always the most frequent label so far',
    colour: '--chart-7',
    width: 1.75,
    dash: [2, 3],
  },
  'no-change': {
    title: 'No change',
    short: 'no change',
    meaning: 'always the newest label that is known',
    colour: '--chart-4',
    width: 1.75,
    dash: [10, 3, 2, 3],
  },
};

export const MARK_TITLES: Readonly<Record<PlayMark['kind'], string>> = {
  drift: 'Drift noticed',
  promotion: 'Challenger promoted',
  blocked: 'Challenger blocked',
  update: 'Learnt on',
};

export const CHANGE_WORDS = 'The rules change here';

/**
 * @example
 * speedText(2000) // "2,000 rows a second"
 */
export function speedText(speed: number): string {
  return speed === Infinity ? 'As fast as it can' : `${countText(speed, 'row')} a second`;
}

/** How far the champion is ahead of the first model, with its 95 % interval. */
export function leadText({ difference, low, high, wins, losses }: Comparison): string {
  if (wins + losses === 0) return 'The same as the first model so far';
  const lead = -difference;
  const side = lead >= 0 ? 'ahead of' : 'behind';
  const range = lead >= 0 ? [-high, -low] : [low, high];
  const [from, to] = range.map(points) as [string, string];
  const size = points(Math.abs(lead));
  return `${size} ${size === '1' ? 'point' : 'points'} ${side} the first model (95% interval ${from} to ${to})`;
}

/**
 * Of what chance and no change would have missed, how much the champion gets right.
 *
 * @example
 * agreementText({ kappa: 0.7149, kappaTemporal: -0.052 })
 * // "Beyond chance 0.71 of 1 (kappa), beyond repeating the last label −0.05 (kappa-temporal)."
 */
export function agreementText({ kappa, kappaTemporal }: PlayStep['agreement']): string {
  const text = (value: number) => value.toFixed(2).replace('-', '−');
  return `Beyond chance ${text(kappa)} of 1 (kappa), beyond repeating the last label ${text(kappaTemporal)} (kappa-temporal).`;
}

/** A share as points of a hundred. */
function points(share: number): string {
  const value = Math.round(share * 1000) / 10;
  return (value === 0 ? 0 : value).toLocaleString('en').replace('-', '−');
}
