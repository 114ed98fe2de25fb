import { project as projectSchema } from '../../flow/deploy/archive/records/tables.ts';
import {
  report as reportSchema,
  version as versionSchema,
} from '../../flow/deploy/archive/records/versions.ts';
import { archiveHostile } from '../../flow/deploy/archive/failures.ts';
import { checkTarget } from '../../flow/deploy/archive/references.ts';
import type { Unpacked } from '../compute.ts';
import type { JobParts } from './job.ts';
import { VersionParts } from './unpack-version.ts';
import type { TakenParts } from './taken-parts.ts';
import { takeOne, takeRecords } from './unpack-records.ts';

/** One model: its project's name, the version, what was measured of it, its recipe and its snapshot. */
export async function unpackModel(taken: TakenParts, parts: JobParts): Promise<Unpacked> {
  const project = await takeOne(taken, 'project', projectSchema, null);
  const projectId = project.record.id;
  const version = await takeOne(taken, 'version', versionSchema, projectId);
  const { id, parents, splits, judgement, target } = version.record;
  if (parents.length + splits.length > 0 || judgement !== null)
    throw archiveHostile('its only version points at records that a model file does not hold');
  checkTarget(target, 'its version');
  const report = await takeRecords(taken, 'report', reportSchema, projectId, (found) => {
    if (found.id !== id) throw archiveHostile('its report is of another version');
  });
  await new VersionParts(taken, parts).take(version.record);
  const records = { project: project.pieces, version: version.pieces, report };
  return { kind: 'model', records };
}
