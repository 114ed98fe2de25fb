import { PerennialError } from '../../core/errors.ts';

/** Whatever was thrown, as an error that a person can be shown. */
export function asProblem(error: unknown): PerennialError {
  if (error instanceof PerennialError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PerennialError('unexpected', message, { cause: error });
}
