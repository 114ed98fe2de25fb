import type { Id } from '../core/ids.ts';
import type { Change, DraftedEvents, RecordKey } from '../core/store.ts';
import { toRow } from './record-row.ts';
import type { RecordRow } from './schema.ts';

/** A record that is written or goes; a copy already: what the caller does to it from now on does not matter. */
export interface Step extends RecordKey {
  /** Undefined: the record goes. */
  readonly row: RecordRow | undefined;
  /** The record must not be there yet. */
  readonly isNew: boolean;
}

/** What must be there, and of a job, whose it must be. */
export type Expected = Extract<Change, { expect: unknown }>['expect'];

/** What a commit asks for, in the order in which it is done. */
export interface Work {
  readonly expected: readonly Expected[];
  readonly projects: readonly Id[];
  readonly steps: readonly Step[];
  readonly drafted: readonly DraftedEvents[];
}

/** Throws `record-not-plain` for a record that no store can keep. */
export function workOf(changes: readonly Change[]): Work {
  const [expected, projects, steps, drafted]: [Expected[], Id[], Step[], DraftedEvents[]] = [[], [], [], []];
  for (const change of changes)
    if ('expect' in change) expected.push({ ...change.expect });
    else if ('removeProject' in change) projects.push(change.removeProject);
    else if ('remove' in change) steps.push({ ...change.remove, row: undefined, isNew: false });
    else if ('addEvents' in change) drafted.push(change.addEvents);
    else {
      const isNew = 'add' in change;
      const row = toRow(isNew ? change.add : change.put);
      steps.push({ kind: row.record.kind, id: row.id, row, isNew });
    }
  return { expected, projects, steps, drafted };
}
