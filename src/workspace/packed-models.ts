import type { Recipe } from '../core/recipe.ts';
import type { Hash, ModelVersion } from '../core/records.ts';
import type { Draft } from '../core/store.ts';
import type { PackedModel } from './compute.ts';
import type { House } from './house.ts';

/** A stored version as it travels to where it is run. */
export async function readModel({ store }: House, version: ModelVersion): Promise<PackedModel> {
  const [recipe, snapshot] = await Promise.all([store.read(version.recipe), store.read(version.snapshot)]);
  return {
    recipe: JSON.parse(new TextDecoder().decode(recipe)) as Recipe,
    snapshot,
    target: version.target,
  };
}

export async function writeModel(
  draft: Draft,
  model: PackedModel,
): Promise<{ recipe: Hash; snapshot: Hash; sizeBytes: number }> {
  const recipe = new TextEncoder().encode(JSON.stringify(model.recipe));
  return {
    recipe: await draft.write(recipe),
    snapshot: await draft.write(model.snapshot),
    sizeBytes: recipe.length + model.snapshot.length,
  };
}
