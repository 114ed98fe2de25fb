import { type Client, openClient } from '../../src/bridge/client.ts';
import type { Progress } from '../../src/core/progress.ts';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { sliceRows } from '../../src/core/table.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { trainingOf } from '../training-of.ts';
import { finalState } from './final-state.ts';

// A walk through the house, step by step, in which workers die. A walk is known by its name, which its project bears.

export const STEPS = ['import', 'train', 'learn on', 'promote'] as const;
export type Step = (typeof STEPS)[number];

/** Who dies, and how many reports of progress he gives before. */
export interface Death {
  readonly whom: 'compute' | 'workspace' | 'tab';
  readonly afterReports: number;
}

const ROWS = 3000;
const NEW_ROWS = 1500;
const stream = sea.generate(ROWS + NEW_ROWS, 1);
const REASON = 'a person promotes it';

let worker: Worker | undefined;
const client: Client = openClient(() => {
  worker = new Worker(new URL('./workspace.worker.ts', import.meta.url), { type: 'module' });
  return worker;
});

function endWorkspace(): void {
  worker?.terminate();
}

function endCompute(): void {
  new BroadcastChannel('end-compute').postMessage(null);
}

/**
 * Takes a step, with a death in the middle of it, and goes on until it is done: what was cut off is resumed, and what was not
 * even noted down is begun again.
 *
 * @param onTab called when the tab is to die; it must end this page.
 */
export async function takeStep(
  name: string,
  step: Step,
  death: Death | null,
  onTab: () => void,
): Promise<number> {
  let reports = 0;
  const onProgress = (_progress: Progress) => {
    reports += 1;
    if (reports !== death?.afterReports) return;
    if (death.whom === 'compute') endCompute();
    if (death.whom === 'workspace') endWorkspace();
    if (death.whom === 'tab') onTab();
  };
  try {
    const taken = begin(name, step, onProgress);
    if (death?.afterReports === 0) onProgress({ phase: '', done: 0, total: 0, unit: 'steps' });
    await taken;
  } catch (error) {
    if (!isDeath(error)) throw error;
    await recover(name, step);
  }
  return reports;
}

function isDeath(error: unknown): boolean {
  return (error as { code?: string }).code === 'worker-died';
}

/** Brings a step that was cut off to its end, as a person would. */
export async function recover(name: string, step: Step): Promise<void> {
  const cutOff = (await client.interrupted()).filter(({ title }) => isOf(name, step, title));
  if (cutOff.length > 1) throw new Error(`${cutOff.length} jobs of one step wait to go on`);
  if (cutOff[0]) await client.start('resume', { jobId: cutOff[0].id }, () => undefined).result;
  else if (!(await isDone(name, step))) await begin(name, step, () => undefined);
}

/** Every walk has one step under way at a time, and only one walk is under way. */
function isOf(name: string, step: Step, title: string): boolean {
  return step === 'train' ? title === sea.target : title.startsWith(name);
}

async function begin(name: string, step: Step, onProgress: (progress: Progress) => void): Promise<unknown> {
  if (step === 'import') {
    const request = { file: rowsFile(0, ROWS), fileName: `${name}.csv`, projectId: null, options: {} };
    return client.start('import', request, onProgress).result;
  }
  const { project, tables, versions } = await viewOf(name);
  const projectId = project.id;
  if (step === 'promote') return client.moveAlias(projectId, 'champion', versions.at(-1)!.id, REASON);
  if (step === 'learn on') {
    const file = rowsFile(ROWS, ROWS + NEW_ROWS);
    const request = {
      projectId,
      file,
      fileName: `${name} new.csv`,
      engine: 'auto',
      labels: {},
      seed: 2,
    } as const;
    return client.start('learn-on', request, onProgress).result;
  }
  const target = await client.suggestTarget(tables[0]!.id);
  const request = trainingOf(tables[0]!, target, { split: { kind: 'random', seed: 1 } });
  return client.start('train', request, onProgress).result;
}

async function isDone(name: string, step: Step): Promise<boolean> {
  const projects = await client.projects();
  if (!projects.some(({ project }) => project.name === name)) return false;
  if (step === 'import') return true;
  const { project, versions } = await viewOf(name);
  if (step === 'train') return versions.length === 1;
  if (step === 'learn on') return versions.length === 2;
  const moves = await client.events(project.id, 100, ['alias-moved']);
  return moves.some(({ event }) => event.kind === 'alias-moved' && event.reason === REASON);
}

async function viewOf(name: string) {
  const found = (await client.projects()).find(({ project }) => project.name === name);
  if (!found) throw new Error(`there is no project "${name}"`);
  return client.project(found.project.id);
}

/** What the walk has left, but for its name; every blob that it needs is read, and so verified. */
export async function stateOf(name: string): Promise<string> {
  const { project, tables, splits, versions } = await viewOf(name);
  const store = await openStore('perennial');
  const needed = [
    ...tables.flatMap(({ chunks }) => chunks),
    ...splits.map(({ roles }) => roles),
    ...versions.flatMap(({ recipe, snapshot }) => [recipe, snapshot]),
  ];
  for (const hash of needed) await store.read(hash);
  const state = JSON.stringify(await finalState(store, project.id));
  await store.close();
  return state.replaceAll(name, 'walk');
}

/** How many jobs, files, drafts and blobs there are in all. */
export async function leftovers(): Promise<Readonly<Record<string, number>>> {
  await client.projects();
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('perennial');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error(String(opening.error)));
  });
  const stores = ['job', 'job-file', 'drafts', 'blobs'];
  const transaction = database.transaction(stores);
  const counts = await Promise.all(
    stores.map(
      (name) =>
        new Promise<[string, number]>((resolve) => {
          const counting = transaction.objectStore(name).count();
          counting.onsuccess = () => resolve([name, counting.result]);
        }),
    ),
  );
  database.close();
  return Object.fromEntries(counts);
}

function rowsFile(from: number, to: number): Blob {
  return new Blob([csvText(sliceRows(stream, from, to), { header: true })]);
}
