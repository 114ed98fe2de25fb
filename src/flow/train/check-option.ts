import { PerennialError } from '../../core/errors.ts';

/** What a number among options may be. */
export interface OptionRule {
  readonly isWhole: boolean;
  readonly least: number;
  /** None by default. */
  readonly most?: number;
}

export const positive: OptionRule = { isWhole: false, least: Number.MIN_VALUE };
export const notNegative: OptionRule = { isWhole: false, least: 0 };
export const count: OptionRule = { isWhole: true, least: 1 };

/** Throws `options`, naming the option, its value and what it may be. */
export function checkNumber(
  name: string,
  value: unknown,
  { isWhole, least, most = Infinity }: OptionRule,
): void {
  const isRight = Number.isFinite(value) && (value as number) >= least && (value as number) <= most;
  if (isRight && (!isWhole || Number.isInteger(value))) return;
  const upTo = most < Infinity ? ` and at most ${most}` : '';
  const wanted = isWhole
    ? `a whole number, ${least} or more`
    : least === Number.MIN_VALUE
      ? 'a number above 0'
      : `a number, ${least} or more`;
  refuse(`${name} is ${String(value)}; choose ${wanted}${upTo}`);
}

/** Throws `options` unless the value is one of these words. */
export function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (!choices.includes(value as string))
    refuse(`${name} is "${String(value)}"; choose ${choices.map((choice) => `"${choice}"`).join(' or ')}`);
}

function refuse(message: string): never {
  throw new PerennialError('options', message, { stage: 'train' });
}
