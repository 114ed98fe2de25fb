import { PerennialError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Learner, LearnerParts } from '../../core/learner.ts';
import type { Matrix, Prediction } from '../../core/matrix.ts';
import type { JobWatch } from '../../core/progress.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Target } from '../../core/schema.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/snapshot.ts';
import type { Blobs } from '../../core/store.ts';
import { columnOf, type Table } from '../../core/table.ts';
import { forward } from '../../math/dense.ts';
import { applyRecipe, applyRecipeTo } from '../../flow/prepare/apply-recipe.ts';
import { encodeTarget } from '../../flow/prepare/encode-target.ts';
import { featuresOfColumns } from '../../flow/prepare/features-of-columns.ts';
import { findLearner, findNested, findSteps } from '../model-catalog.ts';
import type { ComputeContext, StoredModel } from '../compute.ts';
import type { House } from '../house.ts';
import type { JobParts } from './job.ts';

/** A model ready to work: its recipe, its learner, and what it tells. */
export interface Model {
  readonly recipe: Recipe;
  readonly target: Target;
  readonly learner: Learner;
  /** Writes the rows' features into a matrix, from this row of it on; a cancel is heard between slices. */
  write(table: Table, into: Float32Array, startRow: number, watch: Pick<JobWatch, 'signal'>): Promise<void>;
  labels(table: Table): Float32Array<ArrayBuffer>;
  predict(table: Table): Prediction;
  matrix(table: Table): Matrix;
  /** The columns that it reads, each with the features that were made from it. */
  columns(): readonly { readonly name: string; readonly features: Uint32Array<ArrayBuffer> }[];
}

/** What a learner with these options is built of; engines that this work has lost are passed over. */
export async function learnerParts(
  options: Json | undefined,
  { chooseEngine, openForward, chooseTrees }: JobParts,
  { lost }: Pick<ComputeContext, 'lost'>,
): Promise<LearnerParts> {
  return {
    chooseEngine: (choice, shape, batchSize, training) =>
      chooseEngine(choice, shape, batchSize, training, lost),
    forward: await openForward(),
    ...(await findNested(isObject(options) ? options : {})),
    chooseTrees,
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export async function readRecipe(
  blobs: Pick<Blobs, 'read'>,
  { recipe }: Pick<StoredModel, 'recipe'>,
): Promise<Recipe> {
  return JSON.parse(new TextDecoder().decode(await blobs.read(recipe))) as Recipe;
}

export async function readModel(
  stored: StoredModel,
  { blobs, lost }: { readonly blobs: Pick<Blobs, 'read'>; readonly lost: ComputeContext['lost'] },
  parts: JobParts,
): Promise<Model> {
  const snapshot = decodeSnapshot(await blobs.read(stored.snapshot));
  const kind = await findLearner(snapshot.kind);
  const learner = kind.load(snapshot, await learnerParts(snapshot.header['options'], parts, { lost }));
  return assemble(await readRecipe(blobs, stored), stored.target, learner);
}

export async function assemble(recipe: Recipe, target: Target, learner: Learner): Promise<Model> {
  const findStep = await findSteps(recipe);
  return {
    recipe,
    target,
    learner,
    write: (table, into, startRow, watch) => applyRecipeTo(recipe, table, findStep, into, startRow, watch),
    labels: (table) => encodeTarget(columnOf(table, target.column), target),
    predict: (table) => learner.predict(applyRecipe(recipe, table, findStep)),
    matrix: (table) => applyRecipe(recipe, table, findStep),
    columns: () => {
      const features = featuresOfColumns(recipe, findStep);
      return recipe.inputs.map(({ name }, input) => ({ name, features: features[input]! }));
    },
  };
}

export async function writeModel(
  { recipe, target, learner }: Model,
  { blobs }: Pick<ComputeContext, 'blobs'>,
): Promise<{ model: StoredModel; sizeBytes: number }> {
  const text = new TextEncoder().encode(JSON.stringify(recipe));
  const snapshot = encodeSnapshot(learner.save());
  const sizeBytes = text.length + snapshot.length;
  return {
    model: { recipe: await blobs.write(text), snapshot: await blobs.write(snapshot), target },
    sizeBytes,
  };
}

/** For a thread that only predicts. */
export function onlyPredicting({ openForward = async () => forward }: Pick<House, 'openForward'>): JobParts {
  const refuse = () =>
    Promise.reject(new PerennialError('engine', 'nothing is trained in this thread', { stage: 'workspace' }));
  return { chooseEngine: refuse, openForward, chooseTrees: refuse };
}
