import { predictedUs } from '../../../src/compute/probe/cost.ts';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import type { DenseEngine, DenseSession, EngineKind } from '../../../src/core/dense.ts';
import type { StepCost } from '../../../src/core/engine-table.ts';

/** A stopwatch that only engines move. */
export class Watch {
  ms = 0;
  readonly now = (): number => this.ms;
}

/** Plain TypeScript under another name, whose steps take what they cost, by a stopwatch that they move. */
export function timedEngine(kind: EngineKind, cost: StepCost, watch: Watch): DenseEngine {
  return {
    kind,
    async open(shape, adam, data, state): Promise<DenseSession> {
      const session = await referenceEngine.open(shape, adam, data, state);
      return {
        gradient: (rows) => session.gradient(rows),
        state: () => session.state(),
        close: () => session.close(),
        async train(rows, batchSize, learningRate) {
          watch.ms += (predictedUs(cost, shape, batchSize) * Math.ceil(rows.length / batchSize)) / 1000;
          // At a rate of 0 nothing is learnt: its time is all that is asked for.
          return learningRate === 0 ? 0 : session.train(rows, batchSize, learningRate);
        },
      };
    },
  };
}
