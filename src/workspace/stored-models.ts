import type { Recipe } from '../core/recipe.ts';
import type { ModelVersion } from '../core/records.ts';
import type { StoredModel } from './compute.ts';
import type { House } from './house.ts';
import { readRecipe } from './jobs/model.ts';

/** What a compute job needs of a version. */
export function storedModelOf({ recipe, snapshot, target }: ModelVersion): StoredModel {
  return { recipe, snapshot, target };
}

export function recipeOf({ store }: House, version: ModelVersion): Promise<Recipe> {
  return readRecipe(store, version);
}
