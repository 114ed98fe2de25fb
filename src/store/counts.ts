import type { Id } from '../core/ids.ts';
import type { EventKind } from '../core/records.ts';
import type { RecordRow, Transaction } from './schema.ts';

/** What a record's row was before a transaction wrote it, and what it is now. */
export interface Replaced {
  readonly before: RecordRow | undefined;
  readonly after: RecordRow | undefined;
}

/**
 * How many events there are of these kinds (of all, where none are named), from the running counts: to count a million
 * keys takes a browser seconds.
 */
export async function countedEvents(
  transaction: Transaction<'readonly'>,
  projectId: Id | undefined,
  eventKinds: readonly EventKind[] | undefined,
): Promise<number> {
  const counts = transaction.objectStore('counts');
  const of = projectId === undefined ? null : countsOf(projectId);
  const [keys, values] = await Promise.all([counts.getAllKeys(of), counts.getAll(of)]);
  return values.reduce(
    (sum, count, index) => (!eventKinds || eventKinds.includes(keys[index]![1]) ? sum + count : sum),
    0,
  );
}

/** The keys of a project's counts: an array sorts after every string. */
export function countsOf(projectId: Id): IDBKeyRange {
  return IDBKeyRange.bound([projectId], [projectId, []]);
}

/** Keeps the running counts in step with the events that this transaction has written and removed. */
export async function recount(transaction: Transaction, replaced: readonly Replaced[]): Promise<void> {
  const changes = new Map<string, { readonly key: readonly [Id, EventKind]; by: number }>();
  const add = (row: RecordRow | undefined, by: number): void => {
    const key = row && keyOf(row);
    if (!key) return;
    const change = changes.get(key.join()) ?? { key, by: 0 };
    change.by += by;
    changes.set(key.join(), change);
  };
  for (const { before, after } of replaced) {
    add(before, -1);
    add(after, 1);
  }
  const counts = changes.size === 0 ? undefined : transaction.objectStore('counts');
  await Promise.all(
    [...changes.values()].map(async ({ key: [projectId, kind], by }) => {
      const key: [Id, EventKind] = [projectId, kind];
      const count = ((await counts!.get(key)) ?? 0) + by;
      await (count === 0 ? counts!.delete(key) : counts!.put(count, key));
    }),
  );
}

/** None for what is no event, a damaged one included, as in the index of the kinds. */
function keyOf({ projectId, record }: RecordRow): [Id, EventKind] | undefined {
  const kind = record?.kind === 'event' ? (record.event as { kind?: unknown } | undefined)?.kind : undefined;
  return typeof kind === 'string' ? [projectId, kind as EventKind] : undefined;
}
