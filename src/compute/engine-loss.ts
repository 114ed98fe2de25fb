import type { EngineKind } from '../core/dense.ts';
import { PerennialError } from '../core/errors.ts';
import { lossOf } from './engine-titles.ts';

/**
 * What a session rejects with once something has broken beneath it, or where it has no room for what is asked.
 *
 * @param reason as part of a sentence: "its memory ran out".
 */
export function engineLost(kind: EngineKind, cause: unknown, reason = reasonOf(cause)): PerennialError {
  const lost = { kind, reason };
  return new PerennialError(
    'engine-lost',
    `${lossOf(lost)}; go on from the last checkpoint, on another engine or on a new one of this kind`,
    { stage: 'compute', details: { engine: lost.kind, reason: lost.reason }, cause },
  );
}

/** Why an engine was lost, as part of a sentence. Reading from a lost device rejects with a DOMException. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException) return 'the graphics processor was lost';
  if (error instanceof RangeError || isOutOfDeviceMemory(error)) return 'its memory ran out';
  const { message } = error as { readonly message?: unknown };
  return `it failed: ${String(message ?? error)}`;
}

function isOutOfDeviceMemory(error: unknown): boolean {
  return typeof GPUOutOfMemoryError === 'function' && error instanceof GPUOutOfMemoryError;
}
