/** Where in the life of a model something went wrong: the stages of `flow`, and the rooms around them. */
export type Stage =
  | 'collect'
  | 'prepare'
  | 'select'
  | 'train'
  | 'evaluate'
  | 'deploy'
  | 'monitor'
  | 'learn'
  | 'compute'
  | 'store'
  | 'workspace';

/**
 * An error that a person can act on: the message names the problem, the offending value and the way out.
 *
 * `code` is stable and made for programs; `stage` and `details` travel with it across threads.
 */
export class PerennialError extends Error {
  override readonly name = 'PerennialError';
  readonly code: string;
  readonly stage: Stage | undefined;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: string,
    message: string,
    options: {
      stage?: Stage | undefined;
      details?: Readonly<Record<string, string | number>>;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.stage = options.stage;
    this.details = options.details ?? {};
  }
}

/** An error as plain data, for a message between threads. */
export interface ErrorRecord {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly stage: Stage | undefined;
  readonly details: Readonly<Record<string, string | number>>;
  readonly stack: string | undefined;
  readonly cause: ErrorRecord | undefined;
}

export function errorToRecord(error: unknown): ErrorRecord {
  if (!(error instanceof Error))
    return {
      name: 'Error',
      code: 'unknown',
      message: String(error),
      stage: undefined,
      details: {},
      stack: undefined,
      cause: undefined,
    };
  const own = error instanceof PerennialError ? error : undefined;
  return {
    name: error.name,
    code: own?.code ?? (error.name === 'AbortError' ? 'cancelled' : 'unexpected'),
    message: error.message,
    stage: own?.stage,
    details: own?.details ?? {},
    stack: error.stack,
    cause: error.cause === undefined ? undefined : errorToRecord(error.cause),
  };
}

export function errorFromRecord(record: ErrorRecord): PerennialError {
  const error = new PerennialError(record.code, record.message, {
    stage: record.stage,
    details: record.details,
    cause: record.cause && errorFromRecord(record.cause),
  });
  if (record.stack !== undefined) error.stack = record.stack;
  return error;
}

/** What a job ends with when it was told to stop. */
export function cancelled(): PerennialError {
  return new PerennialError('cancelled', 'cancelled; nothing was kept of it');
}

/**
 * Throws `cancelled` once the signal is aborted, or the reason that was given with it: long loops call it between slices of
 * work.
 */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason instanceof PerennialError ? signal.reason : cancelled();
}

export function isCancelled(error: unknown): boolean {
  return error instanceof PerennialError && error.code === 'cancelled';
}
