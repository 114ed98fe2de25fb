import type { Step } from '../../../src/core/recipe.ts';
import { catalog } from '../../../src/workspace/catalog.ts';

/** Every step of the catalog. */
export const steps = (await Promise.all(
  Object.values(catalog.steps).map((load) => load()),
)) as readonly unknown[] as readonly Step[];

export function findStep(kind: string): Step {
  const step = steps.find((each) => each.kind === kind);
  if (!step) throw new Error(`no step "${kind}"`);
  return step;
}
