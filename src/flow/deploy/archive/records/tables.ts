import {
  exactOptional,
  literal,
  maxLength,
  nullable,
  picklist,
  pipe,
  strictObject,
  string,
  variant,
} from 'valibot';
import { COLUMN_KINDS } from '../../../../core/column.ts';
import type { ColumnProfile } from '../../../../core/profile.ts';
import type { Project, Split, TableVersion } from '../../../../core/records.ts';
import type { Field, Target } from '../../../../core/schema.ts';
import { count, hash, id, list, measured, roleCounts, schemaOf, share, text, whole } from './plain.ts';

const task = picklist(['binary', 'multiclass', 'regression']);

export const target = schemaOf<Target>()(strictObject({ column: text, task, classes: list(text) }));

export const project = schemaOf<Project>()(
  strictObject({
    kind: literal('project'),
    id,
    projectId: id,
    name: pipe(string(), maxLength(300)),
    createdAt: measured,
    target: nullable(target),
    retention: exactOptional(
      strictObject({
        predictions: exactOptional(count),
        challengers: exactOptional(count),
        jobs: exactOptional(count),
      }),
    ),
    auditRate: exactOptional(share),
  }),
);

const fieldEntries = {
  name: text,
  kind: picklist(COLUMN_KINDS),
  missing: count,
  distinct: count,
  minimum: nullable(measured),
  maximum: nullable(measured),
  labels: list(text),
} as const;

/** What a form is drawn from; a recipe's inputs are such. */
export const field = schemaOf<Field>()(strictObject(fieldEntries));

const profile = schemaOf<ColumnProfile>()(
  strictObject({
    ...fieldEntries,
    rows: count,
    mean: nullable(measured),
    deviation: nullable(measured),
    median: nullable(measured),
    histogram: nullable(strictObject({ edges: list(measured), counts: list(count) })),
    top: list(strictObject({ label: text, count })),
    warnings: list(
      strictObject({
        kind: picklist([
          'constant',
          'identifier',
          'time-index',
          'leakage',
          'mostly-missing',
          'infinite',
          'unreadable',
        ]),
        message: text,
      }),
    ),
  }),
);

export const numbers = exactOptional(
  strictObject({
    decimal: exactOptional(picklist(['.', ','])),
    thousands: exactOptional(picklist(['', ',', '.', ' ', "'"])),
  }),
);

export const table = schemaOf<TableVersion>()(
  strictObject({
    kind: literal('table'),
    id,
    projectId: id,
    name: text,
    createdAt: measured,
    cause: picklist(['imported', 'sampled', 'retyped', 'learn-on']),
    parent: nullable(id),
    source: variant('kind', [
      strictObject({ kind: literal('file'), name: text, sizeBytes: count, format: text, numbers }),
      strictObject({ kind: literal('paste'), sizeBytes: count, format: text, numbers }),
      strictObject({ kind: literal('sample'), sample: text, rows: count, seed: whole }),
      strictObject({ kind: literal('rows'), rows: count }),
    ]),
    rows: count,
    columns: list(profile),
    chunks: list(hash),
    chunkRows: exactOptional(count),
  }),
);

export const split = schemaOf<Split>()(
  strictObject({
    kind: literal('split'),
    id,
    projectId: id,
    tableId: id,
    target: text,
    task,
    strategy: variant('kind', [
      strictObject({ kind: literal('random'), seed: whole }),
      strictObject({ kind: literal('order') }),
      strictObject({ kind: literal('time'), column: text }),
      strictObject({ kind: literal('learn-on') }),
    ]),
    fractions: nullable(strictObject({ train: share, validation: share, guard: share, report: share })),
    counts: roleCounts,
    roles: hash,
    origins: exactOptional(
      strictObject({
        rows: hash,
        counts: strictObject({
          'full-batch': count,
          audit: count,
          confirmation: count,
          correction: count,
        }),
      }),
    ),
  }),
);
