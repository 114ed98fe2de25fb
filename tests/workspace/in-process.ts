import { engineChooser } from '../../src/compute/choose.ts';
import type { ChooseEngine } from '../../src/core/dense.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { JobWatch } from '../../src/core/progress.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { JobKind, Jobs, Workspace } from '../../src/workspace/api.ts';
import { runComputeJob } from '../../src/workspace/jobs/run.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';

/** The whole house in one thread, with a store that forgets: for tests in Node. */
export function openInProcess(store = memoryStore(), onEngine: () => void = () => undefined): Workspace {
  const choose = engineChooser({
    webgpuAdapter: async () => 'none',
    openTfjs: () => Promise.reject(new Error('there is no TensorFlow.js in this thread')),
  });
  const chooseEngine: ChooseEngine = (...asked) => {
    onEngine();
    return choose(...asked);
  };
  return openWorkspace({
    store,
    clock: systemClock,
    compute: { run: (kind, request, context) => runComputeJob(kind, request, context, { chooseEngine }) },
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
