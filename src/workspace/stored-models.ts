import type { Recipe } from '../core/recipe.ts';
import type { Evaluation } from '../core/evaluation.ts';
import type { CurvePoint } from '../core/progress.ts';
import type { ModelVersion } from '../core/records.ts';
import type { Change, RecordKey } from '../core/store.ts';
import type { StoredModel } from './compute.ts';
import { type House, removing } from './house.ts';
import { readRecipe } from './jobs/model.ts';

/** What a compute job needs of a version. */
export function storedModelOf({ recipe, snapshot, target }: ModelVersion): StoredModel {
  return { recipe, snapshot, target };
}

export function recipeOf({ store }: House, version: ModelVersion): Promise<Recipe> {
  return readRecipe(store, version);
}

/** A version with what was measured of it. */
export function keepingVersion(
  version: ModelVersion,
  curve: readonly CurvePoint[],
  evaluation: Evaluation | null,
): Change[] {
  const { id, projectId } = version;
  return [{ put: version }, { put: { kind: 'report', id, projectId, curve, evaluation } }];
}

export function removingVersions(versions: readonly ModelVersion[]): Change[] {
  return removing(
    versions.flatMap(({ id }): RecordKey[] => [
      { kind: 'version', id },
      { kind: 'report', id },
    ]),
  );
}
