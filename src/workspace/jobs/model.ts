import { PerennialError } from '../../core/errors.ts';
import type { Learner, LearnerParts } from '../../core/learner.ts';
import type { Batch, Matrix, Prediction } from '../../core/matrix.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Target } from '../../core/schema.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/snapshot.ts';
import { columnOf, type Table, takeRows } from '../../core/table.ts';
import { applyRecipe } from '../../flow/prepare/recipe.ts';
import { encodeTarget } from '../../flow/prepare/target.ts';
import { findLearner, findMemory, findSteps } from '../catalog.ts';
import type { PackedModel } from '../compute.ts';
import type { JobParts } from './job.ts';

/** A model ready to work: its recipe, its learner, and what it tells. */
export interface Model {
  readonly recipe: Recipe;
  readonly target: Target;
  readonly learner: Learner;
  matrix(table: Table): Matrix;
  labels(table: Table): Float32Array<ArrayBuffer>;
  predict(table: Table): Prediction;
}

export async function learnerParts({ chooseEngine }: JobParts): Promise<LearnerParts> {
  return { chooseEngine, memory: await findMemory() };
}

export async function unpack(packed: PackedModel, parts: JobParts): Promise<Model> {
  const snapshot = decodeSnapshot(packed.snapshot);
  const kind = await findLearner(snapshot.kind);
  return assemble(packed.recipe, packed.target, kind.load(snapshot, await learnerParts(parts)));
}

export async function assemble(recipe: Recipe, target: Target, learner: Learner): Promise<Model> {
  const findStep = await findSteps(recipe);
  const matrix = (table: Table) => applyRecipe(recipe, table, findStep);
  return {
    recipe,
    target,
    learner,
    matrix,
    labels: (table) => encodeTarget(columnOf(table, target.column), target),
    predict: (table) => learner.predict(matrix(table)),
  };
}

export function pack({ recipe, target, learner }: Model): PackedModel {
  return { recipe, target, snapshot: encodeSnapshot(learner.save()) };
}

/** Rows with their labels; rows named must have one. */
export function batchOf(model: Pick<Model, 'matrix' | 'labels'>, table: Table, rows: Uint32Array): Batch {
  const taken = takeRows(table, rows);
  return { x: model.matrix(taken), y: model.labels(taken), weights: null };
}

/** For a thread that only predicts. */
export const noEngines: JobParts = {
  chooseEngine: () =>
    Promise.reject(new PerennialError('engine', 'nothing is trained in this thread', { stage: 'workspace' })),
};
