import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';
import type { Alias, AliasName, ProjectEvent } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import { eventOf, expecting, type House, need } from './house.ts';

type Move = Extract<ProjectEvent, { kind: 'alias-moved' }>;

export async function aliasOf({ store }: House, projectId: Id, name: AliasName): Promise<Alias | undefined> {
  return store.get('alias', `${projectId}/${name}`);
}

/** The changes that point a name at a version (or at none) and keep the move with its reason. */
export function movingAlias(
  house: House,
  projectId: Id,
  name: AliasName,
  from: Id | null,
  to: Id | null,
  { by, reason }: Pick<Move, 'by' | 'reason'>,
): Change[] {
  const id = `${projectId}/${name}`;
  const since = house.clock();
  return [
    to === null
      ? { remove: { kind: 'alias', id } }
      : { put: { kind: 'alias', id, projectId, name, versionId: to, since } },
    { put: eventOf(house, projectId, { kind: 'alias-moved', alias: name, from, to, by, reason }) },
  ];
}

export async function moveAlias(
  house: House,
  projectId: Id,
  name: AliasName,
  versionId: Id | null,
  reason: string,
): Promise<void> {
  if (versionId !== null) {
    const version = await need(house, 'version', versionId);
    if (version.projectId !== projectId)
      throw new PerennialError('not-found', `version ${version.number} belongs to another project`, {
        stage: 'workspace',
      });
  } else if (name === 'champion')
    throw new PerennialError('alias', 'a project with a model always has a champion; point it at a version', {
      stage: 'workspace',
    });
  if (name === 'challenger' && versionId !== null) await refuseItself(house, projectId, versionId);
  const from = (await aliasOf(house, projectId, name))?.versionId ?? null;
  if (from === versionId) return;
  const changes = movingAlias(house, projectId, name, from, versionId, { by: 'person', reason });
  await house.store
    .begin()
    .commit([
      ...(versionId === null ? [] : expecting({ kind: 'version', id: versionId })),
      ...changes,
      ...(name === 'champion' ? await clearedChallenger(house, projectId, versionId) : []),
    ]);
}

async function refuseItself(house: House, projectId: Id, versionId: Id): Promise<void> {
  if ((await aliasOf(house, projectId, 'champion'))?.versionId === versionId)
    throw new PerennialError('alias', 'this version is the champion; it cannot challenge itself', {
      stage: 'workspace',
    });
}

/** A version that has become champion challenges no longer. */
async function clearedChallenger(house: House, projectId: Id, champion: Id | null): Promise<Change[]> {
  const challenger = await aliasOf(house, projectId, 'challenger');
  if (!challenger || challenger.versionId !== champion) return [];
  return movingAlias(house, projectId, 'challenger', challenger.versionId, null, {
    by: 'rule',
    reason: 'it has become the champion',
  });
}

/** Back to the champion before the present one; one rollback after another goes further and further back. */
export async function rollback(house: House, projectId: Id, reason: string): Promise<void> {
  const champion = await aliasOf(house, projectId, 'champion');
  const before = champion ? await championBefore(house, projectId, champion.versionId) : null;
  if (!champion || before === null)
    throw new PerennialError('no-rollback', 'this champion is the first one: there is none before it', {
      stage: 'workspace',
    });
  await house.store
    .begin()
    .commit([
      ...expecting({ kind: 'version', id: before }),
      ...movingAlias(house, projectId, 'champion', champion.versionId, before, { by: 'rollback', reason }),
      ...(await clearedChallenger(house, projectId, before)),
    ]);
}

/**
 * The moves so far as a stack: a rollback takes off what was put on since the version that it leads to. Versions that were
 * deleted are passed over.
 */
async function championBefore({ store }: House, projectId: Id, champion: Id): Promise<Id | null> {
  const stack: Id[] = [];
  for (const { event } of await store.list('event', { projectId, eventKinds: ['alias-moved'] })) {
    if (event.kind !== 'alias-moved' || event.alias !== 'champion' || event.to === null) continue;
    if (event.by === 'rollback') stack.length = stack.lastIndexOf(event.to, -2) + 1;
    else stack.push(event.to);
  }
  for (const id of stack.reverse())
    if (id !== champion && (await store.get('version', id)) !== undefined) return id;
  return null;
}
