import {
  boolean,
  check,
  exactOptional,
  literal,
  nullable,
  picklist,
  pipe,
  strictObject,
  string,
  union,
  variant,
} from 'valibot';
import { LABEL_ORIGINS } from '../../../../core/feedback.ts';
import type { Alias, EventRecord } from '../../../../core/records.ts';
import { count, id, json, list, measured, schemaOf, text } from './plain.ts';

const aliasName = picklist(['champion', 'challenger']);

export const alias = schemaOf<Alias>()(
  pipe(
    strictObject({
      kind: literal('alias'),
      id: string(),
      projectId: id,
      name: aliasName,
      versionId: id,
      since: measured,
    }),
    check((found) => found.id === `${found.projectId}/${found.name}`, 'has an id that is not its own'),
  ),
);

export const event = schemaOf<EventRecord>()(
  strictObject({
    kind: literal('event'),
    id,
    projectId: id,
    at: measured,
    event: variant('kind', [
      strictObject({
        kind: literal('alias-moved'),
        alias: aliasName,
        from: nullable(id),
        to: nullable(id),
        by: picklist(['person', 'rule', 'rollback', 'import']),
        reason: text,
      }),
      strictObject({
        kind: literal('prediction'),
        versionId: id,
        features: json,
        output: list(measured),
        audit: exactOptional(boolean()),
      }),
      strictObject({
        kind: literal('label'),
        eventId: id,
        column: text,
        label: union([text, measured, boolean()]),
        origin: picklist(LABEL_ORIGINS),
      }),
      strictObject({ kind: literal('file-predicted'), versionId: id, name: text, rows: count }),
      strictObject({
        kind: literal('learnt-on'),
        versionId: id,
        tableId: id,
        labels: exactOptional(list(id)),
      }),
      strictObject({ kind: literal('error-rose'), versionId: id, tableId: id, reason: text }),
      strictObject({
        kind: literal('deleted'),
        by: picklist(['person', 'rule']),
        tables: list(text),
        versions: list(count),
        predictions: count,
      }),
    ]),
  }),
);
