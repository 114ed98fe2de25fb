import type { JobWatch, Progress } from '../core/progress.ts';

/** How a long call is followed, and stopped. */
export interface Watch {
  /** Once it is aborted the call rejects with `cancelled`, and nothing is kept of it. */
  readonly signal?: AbortSignal;
  /** Is told how far the call has come. */
  readonly onProgress?: (progress: Progress) => void;
}

export function watchOf({ signal, onProgress }: Watch): JobWatch {
  return {
    signal: signal ?? new AbortController().signal,
    report: (progress) => onProgress?.(progress),
  };
}
