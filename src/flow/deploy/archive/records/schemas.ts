import type { GenericSchema } from 'valibot';
import type { RecordKind, Records } from '../../../../core/records.ts';
import { alias, event } from './events.ts';
import { project, split, table } from './tables.ts';
import { report, version } from './versions.ts';

/** The kinds of record that travel; jobs under way stay where they run. */
export type ArchivedKind = Exclude<RecordKind, 'job' | 'job-file'>;

export const SCHEMAS: {
  readonly [K in ArchivedKind]: GenericSchema<unknown, Records[K]>;
} = { alias, event, project, report, split, table, version };
