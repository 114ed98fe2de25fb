import { chooseTrees } from '../../../../src/compute/choose-trees.ts';
import { createServer } from 'vite';
import { kernels } from '../../../../src/compute/wasm/vite-plugin.ts';
import type { DenseEngine, DenseForward } from '../../../../src/core/dense.ts';
import type { LearnerParts } from '../../../../src/core/learner.ts';
import { takeBatchRows, type Batch } from '../../../../src/core/matrix.ts';
import { unwatched } from '../../../../src/core/progress.ts';
import { network } from '../../../../src/flow/train/network.ts';
import type { NetworkOptions } from '../../../../src/flow/train/network-design.ts';
import { findNested } from '../../../../src/workspace/model-catalog.ts';

/** What a network is built of: the wasm engine, whose kernels vite compiles. */
export type Engines = Pick<LearnerParts, 'chooseEngine' | 'forward'>;

export async function openEngines(): Promise<Engines> {
  const vite = await createServer({
    ...{ configFile: false, logLevel: 'error', appType: 'custom', plugins: [kernels()] },
    server: { middlewareMode: true, hmr: false, ws: false },
  });
  try {
    const { openWasmEngine } = (await vite.ssrLoadModule('/src/compute/wasm/engine.ts')) as {
      openWasmEngine: (build: 'plain') => Promise<DenseEngine>;
    };
    const { openWasmForward } = (await vite.ssrLoadModule('/src/compute/wasm/forward.ts')) as {
      openWasmForward: () => Promise<DenseForward>;
    };
    const engine = await openWasmEngine('plain');
    return {
      chooseEngine: async () => ({ engine, reason: 'the plain build runs in Node' }),
      forward: await openWasmForward(),
    };
  } finally {
    await vite.close();
  }
}

/** One task after the other, each learnt once, by one network; its accuracy on the test rows at the end. */
export async function learnTasks(
  tasks: readonly Batch[],
  test: Batch,
  options: Partial<NetworkOptions>,
  seed: number,
  engines: Engines,
): Promise<number> {
  const all = { ...network.defaults, ...options };
  const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
  const problem = { task: 'multiclass', features: test.x.features, classes } as const;
  const learner = network.create(problem, all, { ...engines, chooseTrees, ...(await findNested(all)) });
  const run = { seed, engine: 'auto', context: unwatched } as const;
  const none = takeBatchRows(test, new Uint32Array());
  await learner.fit(tasks[0]!, none, run);
  for (const task of tasks.slice(1)) await learner.update(task, { ...run, hasConceptChanged: false });
  const { values, outputs } = learner.predict(test.x);
  const isRight = Array.from(test.y, (y, row) => {
    const told = values.subarray(row * outputs, (row + 1) * outputs);
    return told.indexOf(Math.max(...told)) === y;
  });
  return isRight.filter(Boolean).length / isRight.length;
}
