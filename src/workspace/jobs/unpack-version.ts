import type { ModelVersion } from '../../core/records.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Matrix } from '../../core/matrix.ts';
import { refusalOf } from '../../flow/deploy/archive/failures.ts';
import { decodeFiniteSnapshot, decodeRecipe } from '../../flow/deploy/archive/model-parts.ts';
import { rehearseRecipe } from '../../flow/prepare/rehearse-recipe.ts';
import { findLearner, findSteps } from '../model-catalog.ts';
import type { JobParts } from './job.ts';
import { learnerParts } from './model.ts';
import type { TakenParts } from './taken-parts.ts';

/** A recipe that was taken, and what it makes of a row with and a row without values. */
interface Rehearsed {
  readonly recipe: Recipe;
  readonly rows: Matrix;
}

/** Takes what versions are made of: several may share a recipe, or all of it. */
export class VersionParts {
  readonly #taken: TakenParts;
  readonly #parts: JobParts;
  readonly #recipes = new Map<string, Rehearsed>();
  readonly #snapshots = new Set<string>();

  constructor(taken: TakenParts, parts: JobParts) {
    this.#taken = taken;
    this.#parts = parts;
  }

  /** Throws `archive-hostile` where recipe and snapshot are not those of one model that tells this target. */
  async take(version: ModelVersion): Promise<void> {
    const known = this.#recipes.get(version.recipe);
    const recipe =
      known ?? (await this.#taken.blob('recipe', version.recipe, (bytes, path) => rehearsed(bytes, path)));
    this.#recipes.set(version.recipe, recipe);
    const pair = `${version.recipe} ${version.snapshot}`;
    if (this.#snapshots.has(version.snapshot)) {
      if (!this.#snapshots.has(pair)) throw refusalOf(version.snapshot, 'two recipes share it');
      return;
    }
    await this.#taken.blob('snapshot', version.snapshot, (bytes, path) =>
      this.#checkSnapshot(bytes, path, version, recipe),
    );
    this.#snapshots.add(version.snapshot).add(pair);
  }

  /** Makes a learner of it and lets it predict: it must be of the version's kind and of the recipe's features. */
  async #checkSnapshot(
    bytes: Uint8Array<ArrayBuffer>,
    path: string,
    { learner: { kind }, target }: ModelVersion,
    { recipe, rows }: Rehearsed,
  ): Promise<void> {
    const snapshot = decodeFiniteSnapshot(bytes, path);
    try {
      if (snapshot.kind !== kind) throw new Error(`it is of a ${snapshot.kind} model, not a ${kind} one`);
      const nested = await learnerParts(snapshot.header['options'], this.#parts, { lost: [] });
      const learner = (await findLearner(kind)).load(snapshot, nested);
      const { features, classes, task } = learner.problem;
      const isOne =
        task === target.task && areAlike(classes, target.classes) && areAlike(features, recipe.features);
      if (!isOne) throw new Error('it does not fit its recipe and its target');
      if (!learner.predict(rows).values.every(Number.isFinite))
        throw new Error('it predicts what is no number');
    } catch (error) {
      throw refusalOf(path, error);
    }
  }
}

async function rehearsed(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Rehearsed> {
  const recipe = decodeRecipe(bytes, path);
  try {
    return { recipe, rows: rehearseRecipe(recipe, await findSteps(recipe)) };
  } catch (error) {
    throw refusalOf(path, error);
  }
}

function areAlike(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
