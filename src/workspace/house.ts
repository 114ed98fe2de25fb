import { monotonicFactory } from 'ulid';
import type { Backup } from '../core/backup.ts';
import type { Clock } from '../core/clock.ts';
import type { DenseForward } from '../core/dense.ts';
import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';
import type { EventRecord, ProjectEvent, RecordKind, Records } from '../core/records.ts';
import type { Change, RecordKey, Store } from '../core/store.ts';
import type { Compute } from './compute.ts';
import type { Writers } from './writers.ts';

/** What every use case works with. */
export interface House {
  readonly store: Store;
  readonly compute: Compute;
  readonly clock: Clock;
  /** Absent where there is no such device, as in Node. */
  readonly storage?: StorageHost;
  /** Absent where the store is never migrated. */
  readonly backup?: Backup;
  /** Predicts single rows as the compute jobs predict many, to the same bytes; plain TypeScript where absent. */
  readonly openForward?: () => Promise<DenseForward>;
  /** Absent where nobody else can have the store open: then whoever is here writes. */
  readonly writers?: Writers;
}

/** What the host tells of the device's storage: in a browser `navigator.storage`. */
export interface StorageHost {
  /** Bytes that this site uses, and how many it may; a browser rounds both, and may leave one out. */
  estimate(): Promise<{ usage?: number; quota?: number }>;
  /** Whether the browser keeps the data until the person deletes it, even where space is short. */
  persisted(): Promise<boolean>;
}

const nextId = monotonicFactory();

/** A new id; ids sort in the order of their making. */
export function newId({ clock }: House): Id {
  return nextId(clock());
}

/** The record of this id; throws `not-found`. */
export async function need<K extends RecordKind>({ store }: House, kind: K, id: string): Promise<Records[K]> {
  const record = await store.get(kind, id);
  if (record) return record;
  throw new PerennialError('not-found', `there is no ${kind} "${id}" here; it may have been deleted`, {
    stage: 'workspace',
  });
}

/** Nothing is kept of the work unless these records, with which it began, are still there. */
export function expecting(...records: readonly RecordKey[]): Change[] {
  return records.map(({ kind, id }) => ({ expect: { kind, id } }));
}

export function removing(records: readonly RecordKey[]): Change[] {
  return records.map(({ kind, id }) => ({ remove: { kind, id } }));
}

export function eventOf(house: House, projectId: Id, event: ProjectEvent): EventRecord {
  return { kind: 'event', id: newId(house), projectId, at: house.clock(), event };
}
