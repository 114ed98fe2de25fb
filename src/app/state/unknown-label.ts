import type { PerennialError } from '../../core/errors.ts';

/** A label of a file that the model does not know, and what it may be meant for. */
export interface UnknownLabel {
  readonly label: string;
  readonly suggestion: string | null;
}

/** What an `unknown-label` error tells; null for every other error. */
export function unknownLabel(problem: Pick<PerennialError, 'code' | 'details'> | null): UnknownLabel | null {
  if (problem?.code !== 'unknown-label') return null;
  const { label, suggestion } = problem.details;
  if (label === undefined) return null;
  return { label: String(label), suggestion: suggestion === undefined ? null : String(suggestion) };
}
