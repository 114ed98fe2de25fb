import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';
import type { EventKind, EventRecord, ModelVersion, Project, Retention } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import { aliasOf } from './aliases.ts';
import { unlearntPredictions } from './feedback.ts';
import { eventOf, expecting, type House, need, removing } from './house.ts';
import { removingVersions } from './stored-models.ts';

/**
 * 10,000 predictions are months of questions by hand and a few megabytes; 50 challengers are weeks of daily batches; of
 * jobs that were cut off only the last few are still wanted. Who needs more says so.
 */
const DEFAULT_RETENTION: Retention = { predictions: 10_000, challengers: 50, jobs: 5 };

/** So that whoever applies the rule never waits long; what is left goes the next time. */
const MOST_AT_ONCE = 1000;

export function retentionOf({ retention }: Project): Retention {
  return { ...DEFAULT_RETENTION, ...retention };
}

/** A learn-on that is about to be kept: its version, and where the names will point. */
interface Arriving {
  readonly version: ModelVersion;
  readonly champion: Id;
  readonly challenger: Id | null;
}

/**
 * The changes that make a project keep its retention rule, with an event that counts what goes: the oldest predictions
 * (at most 1,000 at once, with their labels, but none whose label was not learnt yet) and the oldest challengers beyond the newest that it allows.
 *
 * No version goes that is champion or challenger or a parent of these, that ever was champion, or that carries the
 * newest evidence of a champion's trial.
 */
export async function keepingRule(house: House, projectId: Id, arriving?: Arriving): Promise<Change[]> {
  const { predictions, challengers } = retentionOf(await need(house, 'project', projectId));
  const events = await oldestPredictions(house, projectId, predictions);
  const versions = await overdueChallengers(house, projectId, challengers, arriving);
  if (events.length + versions.length === 0) return [];
  const deleted = eventOf(house, projectId, {
    kind: 'deleted',
    by: 'rule',
    tables: [],
    versions: versions.map(({ number }) => number),
    predictions: events.length,
  });
  return [
    ...removing(await withTheirLabels(house, projectId, events)),
    ...removingVersions(versions),
    { put: deleted },
  ];
}

/** Keeps the rule from now on, and applies it to what is there. Throws `retention`. */
export async function setRetention(
  house: House,
  projectId: Id,
  retention: Partial<Retention>,
): Promise<void> {
  for (const [what, count] of Object.entries(retention))
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new PerennialError(
        'retention',
        `${String(count)} is not how many ${what} can be kept: give a whole number, 0 or more`,
        { stage: 'workspace' },
      );
  const project = await need(house, 'project', projectId);
  const put = { ...project, retention: { ...project.retention, ...retention } };
  await house.store.begin().commit([...expecting(project), { put }]);
  for (;;) {
    const changes = await keepingRule(house, projectId);
    if (changes.length === 0) return;
    await house.store.begin().commit([...expecting(project), ...changes]);
  }
}

const PREDICTIONS: readonly EventKind[] = ['prediction'];

async function oldestPredictions(house: House, projectId: Id, keep: number) {
  const { store } = house;
  const query = { projectId, eventKinds: PREDICTIONS };
  const overdue = (await store.count('event', query)) - keep;
  if (overdue <= 0) return [];
  const unlearnt = await unlearntPredictions(house, projectId);
  const most = Math.min(overdue, MOST_AT_ONCE);
  const oldest = await store.list('event', { ...query, limit: most + unlearnt.size });
  return oldest.filter(({ id }) => !unlearnt.has(id)).slice(0, most);
}

/** A label goes with its prediction. */
async function withTheirLabels({ store }: House, projectId: Id, predictions: readonly EventRecord[]) {
  if (predictions.length === 0) return [];
  const going = new Set(predictions.map(({ id }) => id));
  const labels = await store.list('event', { projectId, eventKinds: ['label'] });
  return [
    ...predictions,
    ...labels.filter(({ event }) => event.kind === 'label' && going.has(event.eventId)),
  ];
}

async function overdueChallengers(
  house: House,
  projectId: Id,
  keep: number,
  arriving: Arriving | undefined,
): Promise<readonly ModelVersion[]> {
  const stored = await house.store.list('version', { projectId, newestFirst: true });
  const versions = arriving ? [arriving.version, ...stored] : stored;
  const names = arriving ?? (await namesOf(house, projectId));
  const champions = await everChampion(house, projectId, names.champion);
  const pinned = new Set([...champions, names.challenger]);
  for (const name of [names.champion, names.challenger])
    for (const parent of versions.find(({ id }) => id === name)?.parents ?? []) pinned.add(parent);
  for (const champion of champions) {
    const trial = versions.find(({ judgement }) => judgement?.championId === champion);
    if (trial) pinned.add(trial.id);
  }
  return versions
    .filter(({ id, judgement }) => judgement !== null && !champions.has(id))
    .slice(keep)
    .filter(({ id }) => !pinned.has(id));
}

async function namesOf(house: House, projectId: Id) {
  const [champion, challenger] = [
    await aliasOf(house, projectId, 'champion'),
    await aliasOf(house, projectId, 'challenger'),
  ];
  return { champion: champion?.versionId ?? null, challenger: challenger?.versionId ?? null };
}

async function everChampion(house: House, projectId: Id, now: Id | null): Promise<ReadonlySet<Id | null>> {
  const moves = await house.store.list('event', { projectId, eventKinds: ['alias-moved'] });
  return new Set([
    now,
    ...moves.flatMap(({ event }) =>
      event.kind === 'alias-moved' && event.alias === 'champion' ? [event.from, event.to] : [],
    ),
  ]);
}
