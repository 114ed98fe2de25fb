import { PerennialError } from '../core/errors.ts';
import type { Hash } from '../core/ids.ts';
import type { RecordKind, StoredRecord } from '../core/records.ts';

export function storeClosed(reason: string): PerennialError {
  return new PerennialError('store-closed', `the store is closed: ${reason}`, { stage: 'store' });
}

export function draftEnded(): PerennialError {
  return new PerennialError('draft-ended', 'this draft was committed or discarded; begin a new one', {
    stage: 'store',
  });
}

/** `neededBy` is a record that points at the blob, where there is one. */
export function blobMissing(hash: Hash, neededBy: StoredRecord | undefined): PerennialError {
  return blobFailure('blob-missing', 'is not in the store', hash, neededBy);
}

export function blobDamaged(hash: Hash, neededBy: StoredRecord | undefined, cause?: unknown): PerennialError {
  return blobFailure('blob-damaged', 'is damaged: its bytes no longer have this hash', hash, neededBy, cause);
}

export function recordMissing(kind: RecordKind, id: string): PerennialError {
  return new PerennialError(
    'not-found',
    `the ${kind} "${id}" was deleted while this was under way, and nothing was kept of it`,
    { stage: 'store', details: { kind, id } },
  );
}

/** Throws `taken-over` where another opening of the store has taken this job up. */
export function requireSession(job: StoredRecord | undefined, session: string): void {
  if (job?.kind === 'job' && job.session !== session)
    throw new PerennialError(
      'taken-over',
      'another tab has taken this work up, and goes on with it: nothing of it was kept here',
      { stage: 'store', details: { id: job.id } },
    );
}

export function recordPresent(kind: RecordKind, id: string): PerennialError {
  return new PerennialError(
    'record-present',
    `the ${kind} "${id}" is here already, and nothing was written; give what is new an id of its own`,
    { stage: 'store', details: { kind, id } },
  );
}

export function recordDamaged(kind: RecordKind, id: string): PerennialError {
  return new PerennialError(
    'record-damaged',
    `the ${kind} record "${id}" is damaged: what is stored there is not a ${kind} of this id; remove it or restore a backup`,
    { stage: 'store', details: { kind, id } },
  );
}

/**
 * What the database threw, as an error that a person can act on: `store-full`, `store-closed`, or `store-failed` with
 * the cause. A PerennialError stays itself.
 */
export function storeFailure(error: unknown): PerennialError {
  if (error instanceof PerennialError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError')
    return new PerennialError(
      'store-full',
      'this device has no room left for it, and nothing was written: delete tables or versions that are no longer needed, or free some disk space, then try again',
      { stage: 'store', cause: error },
    );
  if (name === 'SecurityError')
    return new PerennialError(
      'store-denied',
      'the browser does not let this page keep data: allow site data (cookies) for it, or leave private browsing',
      { stage: 'store', cause: error },
    );
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new PerennialError(
    'store-failed',
    `the browser's database failed (${reason}), and nothing was written; reload the page and try again`,
    { stage: 'store', cause: error },
  );
}

function blobFailure(
  code: string,
  problem: string,
  hash: Hash,
  neededBy: StoredRecord | undefined,
  cause?: unknown,
): PerennialError {
  const way = neededBy
    ? `${describe(neededBy)} needs it: make that again or restore a backup; everything else stays usable`
    : 'no record needs it';
  return new PerennialError(code, `the blob ${hash} ${problem}; ${way}`, {
    stage: 'store',
    details: neededBy ? { hash, kind: neededBy.kind, id: neededBy.id } : { hash },
    cause,
  });
}

function describe(record: StoredRecord): string {
  switch (record.kind) {
    case 'table':
      return `the table "${record.name}" (${record.id})`;
    case 'version':
      return `the model version ${record.number} (${record.id})`;
    default:
      return `the ${record.kind} ${record.id}`;
  }
}
