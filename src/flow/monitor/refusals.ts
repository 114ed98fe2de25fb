import { PerennialError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';

/** What the values of a stream must be. */
const ranges = {
  bits: { is: (value: number) => value === 0 || value === 1, says: 'errors that are 0 or 1' },
  shares: { is: (value: number) => value >= 0 && value <= 1, says: 'values from 0 to 1' },
  numbers: { is: Number.isFinite, says: 'finite numbers' },
} as const;

/** Throws `value` for one that the detector of this title cannot take. */
export function refuseBeyond(range: keyof typeof ranges, title: string, value: number): void {
  if (ranges[range].is(value)) return;
  throw new PerennialError('value', `${title} watches ${ranges[range].says}; this one is ${value}`, {
    stage: 'monitor',
  });
}

/** Hands back the options where they keep the rule, and throws `options` where not. */
export function optionsUnder<Options extends JsonObject>(
  title: string,
  rule: string,
  options: Options,
  isKept: boolean,
): Options {
  if (isKept) return options;
  throw new PerennialError(
    'options',
    `${title} needs ${rule}; it was given ${JSON.stringify(options, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value))}`,
    { stage: 'monitor' },
  );
}

/** The finite numbers of these names, and nothing else, that a detector has kept; throws `snapshot-format` otherwise. */
export function keptNumbers<Name extends string>(
  title: string,
  saved: JsonObject,
  names: readonly Name[],
): Record<Name, number> {
  const isWhole =
    Object.keys(saved).length === names.length && names.every((name) => Number.isFinite(saved[name]));
  if (isWhole) return saved as Record<Name, number>;
  return refuseKept(title, `the numbers ${names.join(', ')}`, saved);
}

/** Throws `snapshot-format`: this detector keeps something else. */
export function refuseKept(title: string, kept: string, saved: JsonObject): never {
  throw new PerennialError(
    'snapshot-format',
    `the detector cannot be read: ${title} keeps ${kept}; it was given ${JSON.stringify(saved).slice(0, 200)}`,
    { stage: 'monitor' },
  );
}

/** A whole number from `least` on. */
export function isCount(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}
