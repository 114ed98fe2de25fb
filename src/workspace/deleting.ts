import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';
import type { EventKind, ModelVersion, Split, TableVersion } from '../core/records.ts';
import { blobsOf } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import { movingAlias } from './aliases.ts';
import type { Deletion, DeletionTarget, ProjectView } from './api.ts';
import { eventOf, expecting, type House, need, removing } from './house.ts';
import { projectView } from './projects.ts';
import { removingVersions } from './stored-models.ts';

const PREDICTIONS: readonly EventKind[] = ['prediction'];

/** The records that go together. */
interface Doomed {
  readonly tables: readonly TableVersion[];
  readonly splits: readonly Split[];
  readonly versions: readonly ModelVersion[];
  readonly predictions: number;
}

/** The project in which a deletion would happen; throws `not-found`. */
export async function projectOf(house: House, { kind, id }: DeletionTarget): Promise<Id> {
  return (await need(house, kind, id)).projectId;
}

/** What would go with it, whether or not it may: for a person to read before. */
export async function describeDeletion(house: House, target: DeletionTarget): Promise<Deletion> {
  const view = await projectView(house, await projectOf(house, target));
  const doomed = await doomedBy(house, view, target);
  return { ...(await deletionOf(house, view, doomed)), refusal: refusalOf(view, target, doomed) };
}

/**
 * Deletes a table with the versions that learnt from it, a version, or a project with all that it holds, in one
 * transaction; blobs that nothing needs any more go too. Of tables and versions an event stays that says what went.
 *
 * Without `cascade` a table that versions learnt from is refused. Throws `needed` and `not-found`.
 */
export async function deleteNow(house: House, target: DeletionTarget, cascade: boolean): Promise<Deletion> {
  const projectId = await projectOf(house, target);
  const view = await projectView(house, projectId);
  const doomed = await doomedBy(house, view, target);
  const refusal = refusalOf(view, target, doomed) ?? (cascade ? null : withoutCascade(target, doomed));
  if (refusal !== null) throw new PerennialError('needed', refusal, { stage: 'workspace' });
  const deletion = await deletionOf(house, view, doomed);
  const changes =
    target.kind === 'project'
      ? [...expecting(view.project), { removeProject: projectId }]
      : [
          ...expecting(view.project),
          ...removing([...doomed.tables, ...doomed.splits]),
          ...removingVersions(doomed.versions),
          ...namesTakenAway(house, view, doomed),
          {
            put: eventOf(house, projectId, {
              kind: 'deleted',
              by: 'person',
              tables: deletion.tables,
              versions: deletion.versions,
              predictions: 0,
            }),
          },
        ];
  await house.store.begin().commit(changes);
  return deletion;
}

async function doomedBy(house: House, view: ProjectView, { kind, id }: DeletionTarget): Promise<Doomed> {
  if (kind === 'project') {
    const query = { projectId: id, eventKinds: PREDICTIONS };
    return { ...view, predictions: await house.store.count('event', query) };
  }
  if (kind === 'version')
    return {
      tables: [],
      splits: [],
      versions: view.versions.filter((version) => version.id === id),
      predictions: 0,
    };
  const splits = view.splits.filter(({ tableId }) => tableId === id);
  const used = new Set(splits.map((split) => split.id));
  return {
    tables: view.tables.filter((table) => table.id === id),
    splits,
    versions: view.versions.filter((version) => version.splits.some((split) => used.has(split))),
    predictions: 0,
  };
}

/** Why it cannot be deleted, even with all that hangs on it: the champion goes with its project, or with every version. */
function refusalOf(
  { aliases, versions }: ProjectView,
  target: DeletionTarget,
  doomed: Doomed,
): string | null {
  const champion = doomed.versions.find(({ id }) => id === aliases.champion?.versionId);
  if (target.kind === 'project' || !champion) return null;
  if (target.kind === 'version')
    return `version ${champion.number} is the champion, the one that answers: make another version the champion first, or delete the whole project`;
  if (doomed.versions.length === versions.length) return null;
  return `the champion, version ${champion.number}, learnt from the table "${doomed.tables[0]!.name}": make a version the champion that did not, or delete the whole project`;
}

function withoutCascade(target: DeletionTarget, { tables, versions }: Doomed): string | null {
  if (target.kind !== 'table' || versions.length === 0) return null;
  const [named, them] =
    versions.length === 1
      ? [`version ${versions[0]!.number}`, 'it']
      : [`versions ${listed(versions.map(({ number }) => number))}`, 'them'];
  return `${named} learnt from the table "${tables[0]!.name}" and cannot be judged without its rows: delete ${them} together with the table, or keep both`;
}

function listed(numbers: readonly number[]): string {
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

async function deletionOf(house: House, view: ProjectView, doomed: Doomed): Promise<Deletion> {
  const going = new Set<unknown>([...doomed.tables, ...doomed.splits, ...doomed.versions]);
  const staying = [...view.tables, ...view.splits, ...view.versions].filter((record) => !going.has(record));
  const stillNeeded = new Set(staying.flatMap(blobsOf));
  const blobs = [...doomed.tables, ...doomed.splits, ...doomed.versions].flatMap(blobsOf);
  return {
    tables: doomed.tables.map(({ name }) => name),
    versions: doomed.versions.map(({ number }) => number),
    predictions: doomed.predictions,
    sizeBytes: await house.store.sizeOf(blobs.filter((hash) => !stillNeeded.has(hash))),
    refusal: null,
  };
}

function namesTakenAway(house: House, { project, aliases }: ProjectView, { versions }: Doomed): Change[] {
  const gone = new Set(versions.map(({ id }) => id));
  return Object.values(aliases).flatMap(({ name, versionId }) =>
    gone.has(versionId)
      ? movingAlias(house, project.id, name, versionId, null, {
          by: 'person',
          reason: 'its version was deleted',
        })
      : [],
  );
}
