import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { MemoryShelf } from '../../src/store/memory-shelf.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { JobKind, Jobs, Workspace } from '../../src/workspace/api.ts';
import { trainingOf } from '../training-of.ts';
import { finalState } from '../mortal/final-state.ts';
import { rowsAsCsv, seaStream } from './house-for-test.ts';
import { openInProcess, quietContext, runJob } from './in-process.ts';
import { range, rowsOf } from './labelled-rows.ts';
import { mortalStore } from './mortal-store.ts';

const MOMENTS = 12;
const stream = seaStream(2000);

/** What a person does, job by job; each knows what came of those before. */
const steps: readonly ((workspace: Workspace) => Promise<[JobKind, Jobs[JobKind]['request']]>)[] = [
  async () => [
    'import',
    { file: rowsAsCsv(stream, 0, 1200), fileName: 'sea.csv', projectId: null, options: {} },
  ],
  async (workspace) => {
    const [project] = await workspace.projects();
    const { tables } = await workspace.project(project!.project.id);
    const table = tables[0]!;
    return ['train', trainingOf(table, await workspace.suggestTarget(table.id))];
  },
  async (workspace) => {
    const [project] = await workspace.projects();
    const file = rowsAsCsv(stream, 1200, 1700);
    const { id } = project!.project;
    return ['learn-on', { projectId: id, file, fileName: 'new.csv', engine: 'auto', labels: {}, seed: 7 }];
  },
  async (workspace) => {
    const [project] = await workspace.projects();
    const rows = rowsOf(stream, 'class', range(1700, 1760), (row) => (row % 3 ? 'correction' : 'audit'));
    return ['learn-rows', { projectId: project!.project.id, rows, engine: 'auto', seed: 7 }];
  },
];

/** The shelf after the first `count` steps, each undisturbed. */
async function shelfAfter(count: number): Promise<MemoryShelf> {
  const shelf = new MemoryShelf();
  const store = memoryStore(shelf);
  const workspace = openInProcess(store);
  for (const step of steps.slice(0, count)) {
    const [kind, request] = await step(workspace);
    await runJob(workspace, kind, request);
  }
  await store.close();
  return shelf;
}

describe.each([0, 1, 2, 3])('a job that is cut off (step %i)', (index) => {
  test(
    'goes on to the state of one that never was, whenever its process died',
    { timeout: 60_000 },
    async () => {
      const before = await shelfAfter(index);
      const { moments, shelf: after } = await undisturbed(copyOf(before), index);
      const expected = await finalState(memoryStore(after));
      const random = new Random(index + 1);
      let resumed = 0;
      for (let moment = 0; moment < MOMENTS; moment++) {
        const shelf = copyOf(before);
        await dieAt(shelf, index, 1 + random.below(moments));

        const store = memoryStore(shelf);
        const workspace = openInProcess(store);
        const [interrupted, ...others] = await workspace.interrupted();
        expect(others).toEqual([]);
        if (interrupted) {
          resumed += 1;
          expect(interrupted.isRunningElsewhere).toBe(false);
          await runJob(workspace, 'resume', { jobId: interrupted.id });
        } else if (JSON.stringify(await finalState(store)) !== JSON.stringify(expected)) {
          const [kind, request] = await steps[index]!(workspace);
          await runJob(workspace, kind, request);
        }
        expect(await workspace.interrupted()).toEqual([]);
        expect(await finalState(store)).toEqual(expected);
        expect(shelf.drafts.size).toBe(0);
        expect(new Set(shelf.blobs.keys())).toEqual(new Set(after.blobs.keys()));
      }
      expect(resumed).toBeGreaterThan(MOMENTS / 2);
    },
  );
});

/** What is stored may be shared: a store never changes it. */
function copyOf(shelf: MemoryShelf): MemoryShelf {
  const copy = new MemoryShelf();
  for (const [kind, rows] of shelf.records)
    for (const [id, row] of rows) copy.records.get(kind)!.set(id, row);
  for (const [hash, bytes] of shelf.blobs) copy.blobs.set(hash, bytes);
  return copy;
}

/** How often the store is asked something during an undisturbed run of this step, and what it holds then. */
async function undisturbed(shelf: MemoryShelf, index: number) {
  const living = memoryStore(shelf);
  const [kind, request] = await steps[index]!(openInProcess(living));
  const { store, moments } = mortalStore(living, Infinity);
  await runJob(openInProcess(store), kind, request);
  await living.close();
  return { moments: moments(), shelf };
}

async function dieAt(shelf: MemoryShelf, index: number, moment: number): Promise<void> {
  const living = memoryStore(shelf);
  const [kind, request] = await steps[index]!(openInProcess(living));
  const { store, died } = mortalStore(living, moment);
  await Promise.race([died, openInProcess(store).run(kind, request, quietContext())]);
  await living.close();
}
