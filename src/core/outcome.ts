import { type ErrorRecord, errorFromRecord, errorToRecord } from './errors.ts';

/** What came of something that another thread did: a value, or the whole story of an error. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorRecord };

export async function settle<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: errorToRecord(error) };
  }
}

/** The value; throws the error as a PerennialError with its name, message, stage and cause. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw errorFromRecord(outcome.error);
}
