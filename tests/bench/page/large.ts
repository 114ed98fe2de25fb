import type { Score } from '../../../src/core/evaluation.ts';
import { trainingOf } from '../../training-of.ts';
import { client, run } from './house.ts';
import { type Stillness, ticking } from './ticker.ts';

/** A file that the page was given. */
export function chosenFile(index = 0): File {
  return document.querySelector('input')!.files![index]!;
}

/** From the drop of the chosen file until it is stored and profiled. */
export async function importChosen(
  projectId: string | null = null,
): Promise<Stillness & { seconds: number; rows: number; tableId: string; projectId: string }> {
  const file = chosenFile();
  const { result, ...stillness } = await ticking(() =>
    timed(() => run('import', { file, fileName: file.name, projectId, options: {} })),
  );
  const { seconds } = result;
  const { rows, id: tableId, projectId: into } = result.answer.table;
  return { ...stillness, seconds, rows, tableId, projectId: into };
}

/** Seconds to read the chosen file in a worker of its own: nothing is stored and nothing profiled. */
export async function parseChosen(): Promise<{ seconds: number; rows: number }> {
  const worker = new Worker(new URL('./parse.worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<{ seconds: number; rows: number }>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data as { seconds: number; rows: number });
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(chosenFile());
  try {
    return await answer;
  } finally {
    worker.terminate();
  }
}

/** A linear model of an imported table, with the app's defaults. */
export async function trainLinear(
  projectId: string,
  tableId: string,
  column: string,
): Promise<Stillness & { seconds: number; engine: string; scores: readonly Score[] }> {
  const { tables } = await client.project(projectId);
  const table = tables.find(({ id }) => id === tableId)!;
  const target = await client.describeTarget(tableId, column);
  const { result, ...stillness } = await ticking(() =>
    timed(() => run('train', trainingOf(table, target, { learner: 'linear' }))),
  );
  const { engine, evaluation } = result.answer.version;
  return {
    ...stillness,
    seconds: result.seconds,
    engine: engine.kind,
    scores: evaluation!.scores,
  };
}

/** The project learns on with the second chosen file. */
export async function learnOnChosen(projectId: string): Promise<void> {
  const file = chosenFile(1);
  await run('learn-on', { projectId, file, fileName: file.name, engine: 'auto', labels: {}, seed: 1 });
}

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; seconds: number }> {
  const began = performance.now();
  const answer = await work();
  return { answer, seconds: (performance.now() - began) / 1000 };
}
