import { PerennialError } from '../core/errors.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { AliasName, Judgement, ModelVersion, Trial } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import { newTrial } from '../flow/learn/trial.ts';
import { aliasOf, movingAlias } from './aliases.ts';
import { anchorOf, challengersOf } from './anchor.ts';
import type { Jobs } from './api.ts';
import type { ComputeJobs, StoredModel } from './compute.ts';
import { contest } from './contest.ts';
import { eventOf, expecting, type House, need, newId } from './house.ts';
import type { Journal } from './journal.ts';
import { lineTo, lineTransfer } from './line-transfer.ts';
import type { Judged } from './judging.ts';
import { type BringRows, type NewRows, rowsHandedOver, rowsOfFile } from './new-rows.ts';
import { ModelScores } from './model-scores.ts';
import { keepingRule } from './retention.ts';
import type { RowsRequest } from './rows-request.ts';
import { keepingVersion, storedModelOf } from './stored-models.ts';
import { nextNumber } from './train.ts';
import { undertake } from './work.ts';

interface Contender {
  readonly version: ModelVersion;
  readonly model: StoredModel;
}

type Request = Pick<Jobs['learn-on']['request'], 'projectId' | 'engine' | 'seed'>;

type UseCase<Asked> = (
  house: House,
  request: Asked,
  watch: JobWatch,
  journal: Journal | null,
) => Promise<Jobs['learn-on']['result']>;

export const learnOn: UseCase<Jobs['learn-on']['request']> = (house, ...asked) =>
  learn(house, rowsOfFile, ...asked);
export const learnRows: UseCase<RowsRequest> = (house, ...asked) => learn(house, rowsHandedOver, ...asked);

/**
 * New labelled rows: the standing challenger goes through the first of them in the shadow, then it (or the champion,
 * where none stands) learns on from these and is judged on the last. Only rows that count as evidence are looked at in the
 * shadow, judge, and tell whether the champion's error rose; the others teach. All of it is kept in one commit.
 */
async function learn<Asked extends Request>(
  house: House,
  bring: BringRows<Asked>,
  request: Asked,
  watch: JobWatch,
  journal: Journal | null,
): Promise<Jobs['learn-on']['result']> {
  const { projectId, engine, seed } = request;
  const served = await contender(house, projectId, 'champion');
  if (!served) throw noChampion();
  const standing = await contender(house, projectId, 'challenger');
  return undertake(house, watch, journal, async (work) => {
    const rows = await bring(house, work, served.version, request);
    const parent = standing ?? served;
    const anchor = await anchorOf(house, served.version);
    let durationMs = 0;
    const { updated, rise, shadow, judged } = await contest({
      task: served.version.target.task,
      champion: served.model,
      standing: standing?.model ?? null,
      anchor: anchor.segments,
      expected: anchor.expected,
      trial: await trialSoFar(house, served.version),
      errorRate: errorRateOf(served.version),
      rows,
      scores: new ModelScores(work),
      update: async (model, { hasConceptChanged, errorRate }) => {
        const began = house.clock();
        const { origins } = rows.split;
        const weighing = origins ? { origins: origins.rows, served: rows.served, errorRate } : null;
        const request = { model, rows: rows.training, weighing, hasConceptChanged, engine, seed };
        const learnt = await work.compute('update', request);
        durationMs = house.clock() - began;
        return learnt;
      },
    });
    const verdict = { ...judged, shadow, championId: served.version.id };
    const transfer = lineTransfer(
      await lineTo(house, parent.version),
      { tableId: rows.table.id, judgement: verdict },
      parent.version.baseline,
    );
    const version = await challengerVersion(house, {
      parent: parent.version,
      rows,
      request,
      updated,
      durationMs,
      judgement: { ...verdict, championErrorRose: rise !== null, ...(transfer && { transfer }) },
    });
    await refuseMoved(house, served, standing);
    const changes: Change[] = [
      ...expecting(served.version, parent.version),
      { put: rows.table },
      { put: rows.split },
      ...riseEvents(house, served, rows, rise),
      ...keepingVersion(version, updated.report.curve, null),
      {
        put: eventOf(house, projectId, {
          kind: 'learnt-on',
          versionId: version.id,
          tableId: rows.table.id,
          ...(rows.answers.length > 0 && { labels: rows.answers }),
        }),
      },
      ...aliasMoves(house, version, judged, served.version.id, standing?.version.id ?? null),
      ...(await keepingRule(house, projectId, {
        version,
        champion: judged.verdict === 'promoted' ? version.id : served.version.id,
        challenger: judged.verdict === 'unproven' ? version.id : null,
      })),
    ];
    return { changes, result: { version, table: rows.table, judgement: version.judgement! } };
  });
}

async function contender(house: House, projectId: Id, name: AliasName): Promise<Contender | null> {
  const alias = await aliasOf(house, projectId, name);
  if (!alias) return null;
  const version = await need(house, 'version', alias.versionId);
  return { version, model: storedModelOf(version) };
}

/** A person may move the names while a challenger learns; what it was judged against is then no longer what stands. */
async function refuseMoved(house: House, served: Contender, standing: Contender | null): Promise<void> {
  const { projectId } = served.version;
  const champion = await aliasOf(house, projectId, 'champion');
  const challenger = await aliasOf(house, projectId, 'challenger');
  if (champion?.versionId === served.version.id && challenger?.versionId === standing?.version.id) return;
  throw new PerennialError(
    'champion-moved',
    'the champion or its challenger was changed while these rows were learnt; nothing was kept of it, so bring them once more',
    { stage: 'learn' },
  );
}

/** How often the champion erred when it was made. */
function errorRateOf({ evaluation, judgement }: ModelVersion): number | null {
  const accuracy = evaluation?.scores.find(({ metric }) => metric === 'accuracy')?.value;
  return accuracy === undefined ? (judgement?.judging?.challenger ?? null) : 1 - accuracy;
}

function riseEvents(
  house: House,
  { version }: Contender,
  { table }: NewRows,
  reason: string | null,
): Change[] {
  if (reason === null) return [];
  const event = { kind: 'error-rose', versionId: version.id, tableId: table.id, reason } as const;
  return [{ put: eventOf(house, version.projectId, event) }];
}

/**
 * A trial lasts as long as its champion: it goes on where the newest challenger of the same champion left it, whatever has
 * been trained since.
 */
async function trialSoFar(house: House, champion: ModelVersion): Promise<Trial> {
  const judgement = (await challengersOf(house, champion))[0]?.judgement;
  return judgement && judgement.verdict !== 'promoted' ? judgement.trial : newTrial;
}

async function challengerVersion(
  house: House,
  about: {
    readonly parent: ModelVersion;
    readonly rows: NewRows;
    readonly request: Request;
    readonly updated: ComputeJobs['update']['result'];
    readonly durationMs: number;
    readonly judgement: Judgement;
  },
): Promise<ModelVersion> {
  const { parent, rows, request, updated, durationMs, judgement } = about;
  const { learner, target, projectId, splits, baseline, numbers } = parent;
  const { report, model, sizeBytes } = updated;
  return {
    kind: 'version',
    id: newId(house),
    projectId,
    number: await nextNumber(house, projectId),
    createdAt: house.clock(),
    cause: 'fine-tuned',
    parents: [parent.id],
    learner,
    target,
    recipe: model.recipe,
    snapshot: model.snapshot,
    sizeBytes,
    splits: [...splits, rows.split.id],
    seed: request.seed,
    engine: { asked: request.engine, kind: report.engine, reason: report.engineReason },
    steps: report.steps,
    durationMs,
    evaluation: null,
    baseline,
    judgement,
    ...(numbers && { numbers }),
  };
}

/** Promoted: it is the champion, and no challenger stands. Unproven: it stands. Forgot: none stands. */
function aliasMoves(
  house: House,
  { id, projectId }: ModelVersion,
  { verdict, reason }: Judged,
  champion: Id,
  standing: Id | null,
): Change[] {
  const move = { by: 'rule', reason } as const;
  const stands = verdict === 'unproven' ? id : null;
  return [
    ...(verdict === 'promoted' ? movingAlias(house, projectId, 'champion', champion, id, move) : []),
    ...(stands !== standing ? movingAlias(house, projectId, 'challenger', standing, stands, move) : []),
  ];
}

function noChampion(): PerennialError {
  return new PerennialError('no-champion', 'there is no model yet that could learn on; train one first', {
    stage: 'learn',
  });
}
