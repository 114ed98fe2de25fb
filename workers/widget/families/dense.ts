import { bareEngine } from '../../../src/compute/reference/bare-engine.ts';
import { openProduct } from '../../../src/compute/wasm/product.ts';
import { balancedOn } from '../../../src/flow/learn/balanced-on.ts';
import { KeptRows } from '../../../src/flow/learn/kept-rows.ts';
import { experienceReplay } from '../../../src/flow/learn/strategies/experience-replay.ts';
import { fittedCategoryIndex } from '../../../src/flow/prepare/steps/category-index.ts';
import { fittedDateParts } from '../../../src/flow/prepare/steps/date-parts.ts';
import { fittedImpute } from '../../../src/flow/prepare/steps/impute.ts';
import { fittedOneHot } from '../../../src/flow/prepare/steps/one-hot.ts';
import { fittedQuantileBins } from '../../../src/flow/prepare/steps/quantile-bins.ts';
import { scale } from '../../../src/flow/prepare/steps/scale.ts';
import { takeUpDense } from '../../../src/flow/train/dense-learner-kind.ts';
import { linearDesign } from '../../../src/flow/train/linear-design.ts';
import { networkDesign } from '../../../src/flow/train/network-design.ts';
import { forward } from '../../../src/math/dense.ts';
import { multiply } from '../../../src/math/dense-multiply.ts';
import type { Family } from '../family.ts';

let product = multiply;

/** Linear models and networks. */
export const dense = {
  steps: [
    fittedImpute,
    fittedQuantileBins,
    scale,
    fittedOneHot,
    fittedCategoryIndex,
    fittedDateParts,
  ] as unknown[],
  learners: [
    { kind: 'linear', load: takeUpDense(linearDesign) },
    { kind: 'network', load: takeUpDense(networkDesign) },
  ],
  parts: {
    memory: balancedOn(KeptRows),
    strategy: experienceReplay,
    forward: (shape, parameters, x, rows) => forward(shape, parameters, x, rows, product),
    chooseEngine: async () => ({
      // Learners hand it what they have checked.
      engine: bareEngine(null, product),
      reason: 'the engine of the widget',
    }),
  },
  openWasm: async () => {
    product = await openProduct();
  },
} as Family;
