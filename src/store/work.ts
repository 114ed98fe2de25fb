import type { Id } from '../core/ids.ts';
import type { Change, RecordKey } from '../core/store.ts';
import { toRow } from './record-row.ts';
import type { RecordRow } from './schema.ts';

/** A record that is written or goes; a copy already: what the caller does to it from now on does not matter. */
export interface Step extends RecordKey {
  /** Undefined: the record goes. */
  readonly row: RecordRow | undefined;
}

/** What a commit asks for, in the order in which it is done. */
export interface Work {
  readonly expected: readonly RecordKey[];
  readonly projects: readonly Id[];
  readonly steps: readonly Step[];
}

/** Throws `record-not-plain` for a record that no store can keep. */
export function workOf(changes: readonly Change[]): Work {
  const [expected, projects, steps]: [RecordKey[], Id[], Step[]] = [[], [], []];
  for (const change of changes)
    if ('expect' in change) expected.push({ ...change.expect });
    else if ('removeProject' in change) projects.push(change.removeProject);
    else if ('remove' in change) steps.push({ ...change.remove, row: undefined });
    else {
      const row = toRow(change.put);
      steps.push({ kind: row.record.kind, id: row.id, row });
    }
  return { expected, projects, steps };
}
