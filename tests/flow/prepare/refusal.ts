import { PerennialError } from '../../../src/core/errors.ts';

/** The error that the work is refused with; fails where it is not refused. */
export function refusalOf(work: () => unknown): PerennialError {
  try {
    work();
  } catch (error) {
    if (error instanceof PerennialError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
