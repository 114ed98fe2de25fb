import { PerennialError } from '../core/errors.ts';
import type { JobContext } from '../core/progress.ts';
import type { AliasName, Id, ModelVersion, Trial } from '../core/records.ts';
import type { Change, Draft } from '../core/store.ts';
import { newTrial } from '../flow/learn/trial.ts';
import { errorRise } from '../flow/monitor/error-rise.ts';
import { aliasOf, movingAlias } from './aliases.ts';
import { anchorSegments, type AnchorSegment } from './anchor.ts';
import type { Jobs } from './api.ts';
import type { ComputeJobs, PackedModel } from './compute.ts';
import { drafting } from './drafts.ts';
import { eventOf, type House, need, newId } from './house.ts';
import { judgeOn, type Judged } from './judging.ts';
import { bringRows, type NewRows } from './new-rows.ts';
import { readModel, writeModel } from './packed-models.ts';
import { RowLosses } from './row-losses.ts';
import { nextNumber } from './train.ts';

interface Contender {
  readonly version: ModelVersion;
  readonly model: PackedModel;
}

type Request = Jobs['learn-on']['request'];

/**
 * New labelled rows: the standing challenger goes through all of them in the shadow, then it (or the champion, where
 * none stands) learns on from the first of them, and is judged on the last. All of it is kept in one commit.
 */
export async function learnOn(
  house: House,
  request: Request,
  context: JobContext,
): Promise<Jobs['learn-on']['result']> {
  const { projectId, engine, seed } = request;
  const served = await contender(house, projectId, 'champion');
  if (!served) throw noChampion();
  const standing = await contender(house, projectId, 'challenger');
  return drafting(house, context, async (draft) => {
    const rows = await bringRows(house, draft, served, request, context);
    const losses = new RowLosses(house, context);
    const { anchor, rise } = await anchorAfter(house, losses, served, rows);
    const ring = { task: served.version.target.task, losses, anchor };
    const changes: Change[] = [
      { put: rows.table },
      { put: rows.split },
      ...riseEvents(house, served, rows, rise),
    ];

    let champion = served;
    let trial = await trialSoFar(house, served.version);
    if (standing) {
      const shadow = await judgeOn(
        { ...ring, champion: served.model, challenger: standing.model, trial },
        rows.labelled,
        'shadow',
      );
      trial = shadow.trial;
      if (shadow.verdict === 'promoted') {
        const move = { by: 'rule', reason: shadow.reason } as const;
        changes.push(
          ...movingAlias(house, projectId, 'champion', served.version.id, standing.version.id, move),
        );
        [champion, trial] = [standing, newTrial];
      }
    }

    const parent = standing ?? champion;
    const began = house.clock();
    const { roles } = rows;
    const { chunks } = rows.labelled;
    const updated = await house.compute.run(
      'update',
      { model: parent.model, chunks, roles, engine, seed },
      context,
    );
    const durationMs = house.clock() - began;
    const judged = await judgeOn(
      { ...ring, champion: champion.model, challenger: updated.model, trial },
      rows.judging,
      'judged',
    );
    const version = await challengerVersion(house, draft, {
      parent,
      champion,
      rows,
      request,
      updated,
      durationMs,
      judged,
      rise,
    });
    changes.push(
      { put: version },
      {
        put: eventOf(house, projectId, { kind: 'learnt-on', versionId: version.id, tableId: rows.table.id }),
      },
      ...aliasMoves(house, version, judged, champion.version.id, standing?.version.id ?? null),
    );
    return { changes, result: { version, table: rows.table, judgement: version.judgement! } };
  });
}

async function contender(house: House, projectId: Id, name: AliasName): Promise<Contender | null> {
  const alias = await aliasOf(house, projectId, name);
  if (!alias) return null;
  const version = await need(house, 'version', alias.versionId);
  return { version, model: await readModel(house, version) };
}

/**
 * The anchor as it is after these rows: once the champion errs more on them than on the anchor that held, the concept has
 * changed, and no earlier segment holds any more.
 */
async function anchorAfter(
  house: House,
  losses: RowLosses,
  served: Contender,
  rows: NewRows,
): Promise<{ anchor: readonly AnchorSegment[]; rise: string | null }> {
  const anchor = await anchorSegments(house, served.version);
  const before = await losses.ofAll(
    served.model,
    anchor.filter(({ holds }) => holds),
  );
  const { rose, difference, lowerBound } = errorRise(before, await losses.of(served.model, rows.labelled));
  if (!rose) return { anchor, rise: null };
  return {
    anchor: anchor.map((segment) => ({ ...segment, holds: false })),
    rise: `the champion's error rose by ${difference.toPrecision(3)} on the new rows (at least ${lowerBound.toPrecision(3)}, with 99 % confidence)`,
  };
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

/** A trial lasts as long as its champion: it goes on where the newest challenger of the same champion left it. */
async function trialSoFar({ store }: House, champion: ModelVersion): Promise<Trial> {
  const { projectId } = champion;
  const [newest] = await store.list('version', { projectId, newestFirst: true, limit: 1 });
  const judgement = newest?.judgement;
  return judgement?.championId === champion.id && judgement.verdict !== 'promoted'
    ? judgement.trial
    : newTrial;
}

async function challengerVersion(
  house: House,
  draft: Draft,
  about: {
    readonly parent: Contender;
    readonly champion: Contender;
    readonly rows: NewRows;
    readonly request: Request;
    readonly updated: ComputeJobs['update']['result'];
    readonly durationMs: number;
    readonly judged: Judged;
    readonly rise: string | null;
  },
): Promise<ModelVersion> {
  const { parent, champion, rows, request, updated, durationMs, judged, rise } = about;
  const { learner, target, projectId, splits, baseline } = parent.version;
  const { report } = updated;
  return {
    kind: 'version',
    id: newId(house),
    projectId,
    number: await nextNumber(house, projectId),
    createdAt: house.clock(),
    cause: 'fine-tuned',
    parents: [parent.version.id],
    learner,
    target,
    ...(await writeModel(draft, updated.model)),
    splits: [...splits, rows.split.id],
    seed: request.seed,
    engine: { asked: request.engine, kind: report.engine, reason: report.engineReason },
    curve: report.curve,
    steps: report.steps,
    durationMs,
    evaluation: null,
    baseline,
    judgement: { ...judged, championId: champion.version.id, championErrorRose: rise !== null },
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
