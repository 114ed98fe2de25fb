import { summaryOf } from '../core/evaluation.ts';
import type { JsonObject } from '../core/json.ts';
import type { LearnerKind } from '../core/learner.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { ModelVersion, Split, TableVersion } from '../core/records.ts';
import type { Target, Task } from '../core/schema.ts';
import type { Change } from '../core/store.ts';
import { defaultRecipe } from '../flow/prepare/default-recipe.ts';
import type { Jobs, LeaderboardEntry, TrainRequest } from './api.ts';
import { movingAlias } from './aliases.ts';
import { catalog } from './catalog.ts';
import type { ComputeJobs } from './compute.ts';
import { expecting, type House, need, newId } from './house.ts';
import type { Journal } from './journal.ts';
import { findLearner } from './model-catalog.ts';
import { rowOrderOf } from './row-order.ts';
import { keepingVersion } from './stored-models.ts';
import { storedTableOf } from './tables.ts';
import { targetFor } from './targets.ts';
import { undertake, type Work } from './work.ts';

/** From a table to an evaluated model version. The project's first version becomes its champion. */
export async function train(
  house: House,
  request: TrainRequest,
  watch: JobWatch,
  journal: Journal,
): Promise<Jobs['train']['result']> {
  const project = await need(house, 'project', request.projectId);
  const table = await need(house, 'table', request.tableId);
  const target = targetFor(table, request.target.column, request.target.task);
  return undertake(house, watch, journal, async (work) => {
    const split = await splitFor(house, work, table, target, request);
    const tried = await tryLearners(house, work, table, target, split, request);
    const best = tried[0]!;
    const { recipe, snapshot } = best.fitted.model;
    const version: ModelVersion = {
      kind: 'version',
      id: newId(house),
      projectId: project.id,
      number: await nextNumber(house, project.id),
      createdAt: house.clock(),
      cause: 'trained',
      parents: [],
      learner: { kind: best.entry.learner, options: best.options },
      target,
      recipe,
      snapshot,
      sizeBytes: best.fitted.sizeBytes,
      splits: [split.id],
      seed: request.seed,
      engine: {
        asked: request.engine,
        kind: best.fitted.report.engine,
        reason: best.fitted.report.engineReason,
      },
      steps: best.fitted.report.steps,
      durationMs: best.entry.durationMs,
      evaluation: best.fitted.evaluation && summaryOf(best.fitted.evaluation),
      baseline: best.fitted.baseline,
      judgement: null,
    };
    const changes: Change[] = [
      ...expecting(project, table),
      // Read again: it may have been renamed in the meantime.
      { put: { ...(await need(house, 'project', project.id)), target } },
      { put: split },
      ...keepingVersion(version, best.fitted.report.curve, best.fitted.evaluation),
      ...(await firstChampion(house, version)),
    ];
    return { changes, result: { version, leaderboard: tried.map(({ entry }) => entry) } };
  });
}

/** The table's split for this target and strategy: made once, so that later trainings are judged on the same rows. */
export async function splitFor(
  house: House,
  work: Work,
  table: TableVersion,
  target: Target,
  { split: strategy, fractions }: Pick<TrainRequest, 'split' | 'fractions'>,
): Promise<Split> {
  const wanted = JSON.stringify([table.id, target.column, target.task, strategy, fractions]);
  for (const split of await house.store.list('split', { projectId: table.projectId }))
    if (JSON.stringify([split.tableId, split.target, split.task, split.strategy, split.fractions]) === wanted)
      return split;
  const request = { table: storedTableOf(table), target, strategy, fractions };
  return {
    kind: 'split',
    id: newId(house),
    projectId: table.projectId,
    tableId: table.id,
    target: target.column,
    task: target.task,
    strategy,
    fractions,
    ...(await work.compute('split', request)),
  };
}

interface Tried {
  readonly entry: LeaderboardEntry;
  readonly options: JsonObject;
  readonly fitted: ComputeJobs['fit']['result'];
}

/** Every learner asked for, the one with the lowest loss on validation rows first. */
async function tryLearners(
  house: House,
  work: Work,
  table: TableVersion,
  target: Target,
  { roles, strategy }: Split,
  request: TrainRequest,
): Promise<readonly Tried[]> {
  const { excluded, included, balanceClasses, engine, seed } = request;
  const kinds = await kindsFor(request.learner, target.task);
  const options = request.learner === 'auto' ? {} : request.options;
  const tried: Tried[] = [];
  for (const { kind, title, features } of kinds) {
    const { recipe } = defaultRecipe(table.columns, target, { excluded, included }, features);
    const began = house.clock();
    const fitted = await work.compute(
      'fit',
      {
        table: storedTableOf(table),
        roles,
        target,
        recipe,
        learner: { kind, options },
        balanceClasses,
        order: rowOrderOf(strategy),
        engine,
        seed,
      },
      (progress) =>
        work.report(kinds.length > 1 ? { ...progress, phase: `${title}: ${progress.phase}` } : progress),
    );
    tried.push({
      fitted,
      options,
      entry: {
        learner: kind,
        title,
        validationLoss: fitted.validationLoss,
        durationMs: house.clock() - began,
        engineReason: fitted.report.engineReason,
      },
    });
  }
  return tried.sort((a, b) => a.entry.validationLoss - b.entry.validationLoss);
}

/** The learner asked for; where nobody asks, each of those that are tried for such a task. */
async function kindsFor(learner: string, task: Task): Promise<readonly LearnerKind[]> {
  if (learner !== 'auto') return [await findLearner(learner)];
  const all = await Promise.all(Object.keys(catalog.learners).map(findLearner));
  return all.filter(({ tasks, isTried }) => isTried && tasks.includes(task));
}

/** One more than the highest number so far: a deleted version's is not given again. */
export async function nextNumber({ store }: House, projectId: Id): Promise<number> {
  const [newest] = await store.list('version', { projectId, newestFirst: true, limit: 1 });
  const deletions = await store.list('event', { projectId, eventKinds: ['deleted'] });
  const deleted = deletions.flatMap(({ event }) => (event.kind === 'deleted' ? event.versions : []));
  return deleted.reduce((highest, number) => Math.max(highest, number), newest?.number ?? 0) + 1;
}

export async function firstChampion(house: House, version: ModelVersion): Promise<Change[]> {
  if (await house.store.get('alias', `${version.projectId}/champion`)) return [];
  return movingAlias(house, version.projectId, 'champion', null, version.id, {
    by: 'rule',
    reason: 'the first model of the project',
  });
}
