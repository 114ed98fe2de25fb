import type { Hash, Id } from '../../core/ids.ts';
import type { Records } from '../../core/records.ts';
import { recordsKind } from '../../flow/deploy/archive/archive-format.ts';
import { archiveHostile, inPart } from '../../flow/deploy/archive/failures.ts';
import { linesOf } from '../../flow/deploy/archive/records/lines.ts';
import { checkRecord } from '../../flow/deploy/archive/records/plain.ts';
import type { GenericSchema } from 'valibot';
import type { ArchivedKind } from '../../flow/deploy/archive/records/schemas.ts';
import type { TakenParts } from './taken-parts.ts';

/**
 * Takes the records of one kind out of a file: each is what it must be, belongs to the project, and has an id of its own.
 * They come one by one; who needs them keeps them.
 *
 * @returns the addresses of their pieces, in their order
 */
export async function takeRecords<K extends ArchivedKind>(
  taken: TakenParts,
  kind: K,
  schema: GenericSchema<unknown, Records[K]>,
  projectId: Id | null,
  visit: (record: Records[K]) => void = () => undefined,
): Promise<readonly Hash[]> {
  const pieces: Hash[] = [];
  let before = '';
  for (const path of taken.left.filter((left) => recordsKind(left) === kind)) {
    const check = (bytes: Uint8Array<ArrayBuffer>) => {
      for (const line of linesOf(bytes, path)) {
        const record = inPart(path, () => checkRecord(schema, line));
        const { id } = record;
        if (id <= before)
          throw archiveHostile(`in "${path}": the ${kind} "${id}" stands twice, or not in order`);
        if (record.projectId !== (projectId ?? id))
          throw archiveHostile(`in "${path}": the ${kind} "${id}" belongs to another project`);
        before = id;
        visit(record);
      }
    };
    pieces.push((await taken.part(path, check)).hash);
  }
  return pieces;
}

/** The only record of its kind. */
export async function takeOne<K extends ArchivedKind>(
  taken: TakenParts,
  kind: K,
  schema: GenericSchema<unknown, Records[K]>,
  projectId: Id | null,
): Promise<{ readonly record: Records[K]; readonly pieces: readonly Hash[] }> {
  const records: Records[K][] = [];
  const pieces = await takeRecords(taken, kind, schema, projectId, (record) => records.push(record));
  const [record] = records;
  if (!record || records.length > 1)
    throw archiveHostile(`it holds ${records.length} records of kind ${kind}`);
  return { record, pieces };
}
