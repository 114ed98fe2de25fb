import type { LearnerKind, LearnerParts } from '../../src/core/learner.ts';
import { PerennialError } from '../../src/core/errors.ts';
import type { FindFittedStep, FittedStep } from '../../src/core/recipe.ts';
import { bareEngine } from '../../src/compute/reference/bare-engine.ts';
import { openProduct } from '../../src/compute/wasm/product.ts';
import { forward } from '../../src/math/dense.ts';
import { multiply } from '../../src/math/dense-multiply.ts';
import { balancedOn } from '../../src/flow/learn/balanced-on.ts';
import { KeptRows } from '../../src/flow/learn/kept-rows.ts';
import { experienceReplay } from '../../src/flow/learn/strategies/experience-replay.ts';
import { fittedCategoryIndex } from '../../src/flow/prepare/steps/category-index.ts';
import { dateParts } from '../../src/flow/prepare/steps/date-parts.ts';
import { fittedImpute } from '../../src/flow/prepare/steps/impute.ts';
import { fittedOneHot } from '../../src/flow/prepare/steps/one-hot.ts';
import { fittedQuantileBins } from '../../src/flow/prepare/steps/quantile-bins.ts';
import { scale } from '../../src/flow/prepare/steps/scale.ts';
import { linear } from '../../src/flow/train/linear.ts';
import { network } from '../../src/flow/train/network.ts';
import type { WidgetEngine } from './contract.ts';

// All kinds in one file: the house is one script, since a page from disk, or one whose policy names no other, loads no more.

/** A widget fits no recipe. */
const steps: readonly unknown[] = [
  fittedImpute,
  fittedQuantileBins,
  scale,
  fittedOneHot,
  fittedCategoryIndex,
  dateParts,
];
const learners: readonly unknown[] = [linear, network];

/** @throws PerennialError `unknown-kind` */
export const findStep: FindFittedStep = (kind) => find('step', steps as readonly FittedStep[], kind);

/** @throws PerennialError `unknown-kind` */
export function findLearner(kind: string): LearnerKind {
  return find('learner', learners as readonly LearnerKind[], kind);
}

let product = multiply;

/** Matrix products run in WebAssembly from now on where the page's policy lets it be compiled: to the same bytes, only sooner. */
export async function openEngine(): Promise<WidgetEngine> {
  try {
    product = await openProduct();
    return 'wasm';
  } catch {
    return 'reference';
  }
}

export const learnerParts: LearnerParts = {
  memory: balancedOn(KeptRows),
  strategy: experienceReplay,
  // No learner that grows trees is among those above.
  chooseTrees: () =>
    Promise.reject(new PerennialError('engine', 'the widget grows no trees', { stage: 'deploy' })),
  forward: (shape, parameters, x, rows) => forward(shape, parameters, x, rows, product),
  chooseEngine: async () => ({
    // Learners hand it what they have checked.
    engine: bareEngine(null, product),
    reason: 'the engine of the widget',
  }),
};

function find<Part extends { readonly kind: string }>(
  what: string,
  among: readonly Part[],
  kind: string,
): Part {
  const found = among.find((part) => part.kind === kind);
  if (found) return found;
  throw new PerennialError(
    'unknown-kind',
    `the model needs the ${what} "${kind}", which this widget does not have; take the widget of the app that made the model`,
    { stage: 'deploy' },
  );
}
