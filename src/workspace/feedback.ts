import { PerennialError } from '../core/errors.ts';
import {
  type CellsByName,
  isEvidence,
  LABEL_ORIGINS,
  type LabelledRow,
  type LabelOrigin,
} from '../core/feedback.ts';
import type { Id } from '../core/ids.ts';
import type { EventKind, EventRecord, ProjectEvent } from '../core/records.ts';
import type { Target } from '../core/schema.ts';
import { encodeTarget } from '../flow/prepare/encode-target.ts';
import { aliasOf } from './aliases.ts';
import type { WaitingLabels } from './api.ts';
import { eventOf, expecting, type House, need } from './house.ts';
import { cellOf, columnOfRows, numberIn } from './row-of-cells.ts';
import type { RowsRequest } from './rows-request.ts';

type EventOf<K extends EventKind> = Extract<ProjectEvent, { kind: K }>;

/** A label that came for a prediction. */
interface Answer {
  readonly id: Id;
  readonly event: EventOf<'label'>;
}

/**
 * Keeps what a person or a program says of a prediction, until it is learnt; said once more, the newest counts.
 *
 * @returns what the label counts as: of a prediction that was drawn at random to be checked, agreeing and correcting are
 * both an audit
 */
export async function keepFeedback(
  house: House,
  eventId: Id,
  label: LabelledRow['label'],
  origin: LabelOrigin,
): Promise<LabelOrigin> {
  const prediction = await need(house, 'event', eventId);
  const { event, projectId } = prediction;
  if (event.kind !== 'prediction')
    throw refused('feedback', 'that is no prediction, so no label belongs to it');
  if (!LABEL_ORIGINS.includes(origin))
    throw refused(
      'feedback',
      `"${String(origin)}" is no origin of a label; choose ${LABEL_ORIGINS.join(', ')}`,
    );
  const { target } = await need(house, 'version', event.versionId);
  requireLabel(target, label);
  const { learnt, answers } = await labelsOf(house, projectId);
  if (answers.some((answer) => answer.event.eventId === eventId && learnt.has(answer.id)))
    throw refused(
      'already-learnt',
      'the label of this prediction was learnt already; it cannot be taken back',
    );
  const countsAs = event.audit && !isEvidence(origin) ? 'audit' : origin;
  const kept = { kind: 'label', eventId, column: target.column, label, origin: countsAs } as const;
  const put = eventOf(house, projectId, kept);
  await house.store.begin().commit([...expecting(prediction), { put }]);
  return countsAs;
}

/** Labels of predictions that were not learnt yet, by what they count as. */
export async function waitingLabels(house: House, projectId: Id): Promise<WaitingLabels> {
  const column = await championColumn(house, projectId);
  const waiting = await waitingAnswers(house, projectId);
  const count = (origin: LabelOrigin) =>
    waiting.filter(({ event }) => event.column === column && event.origin === origin).length;
  return {
    'full-batch': count('full-batch'),
    audit: count('audit'),
    confirmation: count('confirmation'),
    correction: count('correction'),
  };
}

/** The predictions that wait to be learnt with their labels: they must not be forgotten before. */
export async function unlearntPredictions(house: House, projectId: Id): Promise<ReadonlySet<Id>> {
  return new Set((await waitingAnswers(house, projectId)).map(({ event }) => event.eventId));
}

/** What is to be learnt of the labels that wait, in the order in which their predictions were served. Throws `no-feedback`. */
export async function answeredRows(
  house: House,
  projectId: Id,
): Promise<{ readonly rows: readonly LabelledRow[] } & Pick<RowsRequest, 'served' | 'answers'>> {
  const column = await championColumn(house, projectId);
  const { answers, learnt } = await labelsOf(house, projectId);
  const waiting = answers.filter(({ id, event }) => !learnt.has(id) && event.column === column);
  const labels = newestOfEach(waiting);
  const predictions = (await predictionsAfter(house, projectId, '')).filter(({ id }) => labels.has(id));
  if (predictions.length === 0)
    throw refused(
      'no-feedback',
      'no label of a prediction waits to be learnt; say of some predictions what was right, and come again',
    );
  const rows = predictions.map(({ id, event }): LabelledRow => {
    const { label, origin } = labels.get(id)!;
    return { cells: (event as EventOf<'prediction'>).features as CellsByName, label, origin };
  });
  return {
    rows,
    served: await servedFor(house, projectId, predictions),
    answers: waiting.map(({ id }) => id),
  };
}

/** A label may have been learnt by another job since the rows were gathered. Throws `already-learnt`. */
export async function refuseLearnt(house: House, projectId: Id, answers: readonly Id[]): Promise<void> {
  if (answers.length === 0) return;
  const { learnt } = await labelsOf(house, projectId);
  if (answers.some((id) => learnt.has(id)))
    throw refused('already-learnt', 'these labels were learnt by another job in the meantime');
}

/** How many predictions were served since labels were last learnt; those before it that are answered only now count as well. */
async function servedFor(house: House, projectId: Id, answered: readonly EventRecord[]): Promise<number> {
  const learnings = await house.store.list('event', {
    projectId,
    eventKinds: ['learnt-on'],
    newestFirst: true,
  });
  const last = learnings.find(({ event }) => event.kind === 'learnt-on' && event.labels)?.id ?? '';
  const since = await predictionsAfter(house, projectId, last);
  return since.length + answered.filter(({ id }) => id <= last).length;
}

async function predictionsAfter({ store }: House, projectId: Id, after: Id): Promise<readonly EventRecord[]> {
  const eventKinds = ['prediction'] as const;
  return store.list('event', { projectId, eventKinds, ...(after && { after }) });
}

async function championColumn(house: House, projectId: Id): Promise<string | null> {
  const champion = await aliasOf(house, projectId, 'champion');
  return champion ? (await need(house, 'version', champion.versionId)).target.column : null;
}

async function waitingAnswers(house: House, projectId: Id): Promise<readonly Answer[]> {
  const { answers, learnt } = await labelsOf(house, projectId);
  const learntPredictions = new Set(
    answers.filter(({ id }) => learnt.has(id)).map(({ event }) => event.eventId),
  );
  const waiting = answers.filter(({ event }) => !learntPredictions.has(event.eventId));
  const newest = new Map(waiting.map((answer) => [answer.event.eventId, answer]));
  return [...newest.values()];
}

function newestOfEach(answers: readonly Answer[]): ReadonlyMap<Id, EventOf<'label'>> {
  return new Map(answers.map(({ event }) => [event.eventId, event]));
}

async function labelsOf(
  { store }: House,
  projectId: Id,
): Promise<{ readonly answers: readonly Answer[]; readonly learnt: ReadonlySet<Id> }> {
  const labels = await store.list('event', { projectId, eventKinds: ['label'] });
  const learnings = await store.list('event', { projectId, eventKinds: ['learnt-on'] });
  return {
    answers: labels.flatMap(({ id, event }) => (event.kind === 'label' ? [{ id, event }] : [])),
    learnt: new Set(
      learnings.flatMap(({ event }) => (event.kind === 'learnt-on' ? (event.labels ?? []) : [])),
    ),
  };
}

/** Throws `unknown-label`, `no-number`, `no-label`. */
function requireLabel(target: Target, label: LabelledRow['label']): void {
  const { column: name, task } = target;
  const row = { [name]: label };
  const cell = cellOf(row, name);
  if (cell === null) throw refused('no-label', `a label is needed: what "${name}" turned out to be`);
  if (task !== 'regression') encodeTarget(columnOfRows({ name, kind: 'category' }, [row]), target);
  else if (!Number.isFinite(numberIn(cell)))
    throw refused(
      'no-number',
      `"${String(cell)}" is not a number as it is read here; write it with a point and without marks between thousands, such as 1234.5`,
    );
}

function refused(code: string, message: string): PerennialError {
  return new PerennialError(code, message, { stage: 'learn' });
}
