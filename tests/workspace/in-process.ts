import { chooseTrees } from '../../src/compute/choose-trees.ts';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { chooseWithoutTfjs } from '../../src/compute/without-tfjs.ts';
import type { ChooseEngine, DenseForward } from '../../src/core/dense.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Checkpoints } from '../../src/core/checkpoints.ts';
import type { JobWatch } from '../../src/core/progress.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { JobKind, Jobs, Workspace } from '../../src/workspace/api.ts';
import type { ComputeKind } from '../../src/workspace/compute.ts';
import { computeHere } from '../../src/workspace/compute-here.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';

/** What a test hears of, or does, while a house works. */
export interface Meanwhile {
  /** An engine is chosen for a training. */
  readonly onEngine?: () => void;
  /** What predicts; wasm, unless it is given. */
  readonly openForward?: () => Promise<DenseForward>;
  /** A job is about to keep a checkpoint, which waits for this. */
  readonly onOffer?: (job: ComputeKind) => Promise<void>;
}

/** The whole house in one thread, with a store that forgets: for tests in Node. */
export function openInProcess(
  store = memoryStore(),
  { onEngine, onOffer, openForward = openWasmForward }: Meanwhile = {},
): Workspace {
  const chooseEngine: ChooseEngine = (...asked) => {
    onEngine?.();
    return chooseWithoutTfjs(...asked);
  };
  const here = computeHere({ chooseEngine, openForward, chooseTrees });
  return openWorkspace({
    store,
    openForward,
    clock: systemClock,
    compute: {
      run(kind, request, context) {
        const { checkpoints } = context;
        const offer = async (take: Parameters<Checkpoints['offer']>[0]) => {
          await onOffer?.(kind);
          return checkpoints.offer(take);
        };
        const told = { ...context, checkpoints: { last: checkpoints.last, offer } };
        return here.run(kind, request, told);
      },
    },
  });
}

export function quietContext(): JobWatch {
  return { signal: new AbortController().signal, report: () => undefined };
}

export function runJob<K extends JobKind>(
  workspace: Workspace,
  kind: K,
  request: Jobs[K]['request'],
): Promise<Jobs[K]['result']> {
  return workspace.run(kind, request, quietContext());
}
