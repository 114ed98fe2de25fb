import '../../src/seal/first.ts';
import { tellingBusy } from '../../src/bridge/busy.ts';
import { WorkerPort } from '../../src/bridge/worker-port.ts';
import { systemClock } from '../../src/core/clock.ts';
import { ENGINE_DATABASE, type EngineTable } from '../../src/core/engine-table.ts';
import { settle, unwrap } from '../../src/core/outcome.ts';
import type { Change } from '../../src/core/store.ts';
import { openEngineStore } from '../../src/store/engine-store.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { backupOf } from '../../src/store/restore.ts';
import type { Jobs } from '../../src/workspace/api.ts';
import { keptTable } from '../../src/compute/probe/kept-table.ts';
import { enginePlace } from '../../src/compute/probe/place.ts';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import type { ComputeContract, EngineMeasuring } from '../compute/contract.ts';
import { serve } from '../serve.ts';
import { serveJobs } from '../serve-jobs.ts';
import { computeOver } from './compute-over.ts';
import type { WorkspaceService } from './contract.ts';
import { TabWriters } from './tab-writers.ts';

// Owns the store, runs the use cases, answers single predictions. Whatever takes longer goes to the compute worker.
const computeWorker = new WorkerPort<ComputeContract>(
  'the compute worker',
  () => new Worker(new URL('../compute/worker.ts', import.meta.url), { type: 'module', name: 'compute' }),
);
const compute = computeOver(computeWorker);
const engineStore = openEngineStore<EngineTable>(ENGINE_DATABASE);

/** The worker bears the name of the database that it owns. */
const DATABASE = self.name || 'perennial';

// Opened once; a failure is told to every question, and the next one tries again.
let opened: ReturnType<typeof open> | undefined;
const writers = new TabWriters();
let isBackedUp = true;
async function open() {
  const { storage } = navigator;
  const onCommit = (changes: readonly Change[]): void => writers.tellCommit(changes);
  const store = await openStore(DATABASE, { onCommit, isBackedUp });
  return openWorkspace({
    openForward: openWasmForward,
    store,
    compute,
    clock: systemClock,
    storage,
    writers,
    backup: backupOf(DATABASE),
  });
}
function workspace() {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

const jobs = serveJobs<Jobs>((kind, request, context) =>
  tellingBusy(workspace().then((opened) => opened.run(kind, request, context))),
);

serve({
  ...jobs,
  ask: (question, args) =>
    settle(async () => {
      const answer = (await workspace())[question] as (...args: unknown[]) => Promise<never>;
      return answer(...args);
    }),
  goOnWithoutBackup: () =>
    settle(async () => {
      isBackedUp = false;
      await workspace();
    }),
  engineTable: (question) =>
    settle(async () => {
      // What is kept is read here, or the compute worker would be started for it.
      if (question === 'known')
        return keptTable(await engineStore.read().catch(() => undefined), await enginePlace());
      const asked = computeWorker.call(
        (remote) => remote.engineTable(question) as ReturnType<EngineMeasuring['engineTable']>,
      );
      return unwrap(await asked);
    }),
  selfTestCompute: (home) => settle(() => computeWorker.call((remote) => remote.selfTest(home))),
} satisfies WorkspaceService);
