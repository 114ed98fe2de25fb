import { openClient } from '../../../src/bridge/client.ts';
import type { Jobs } from '../../../src/workspace/api.ts';
import { type Choices, trainingOf } from '../../training-of.ts';

/** The app's own bridge and workers, without its pages. */
export const client = openClient(
  () =>
    new Worker(new URL('../../../workers/workspace/worker.ts', import.meta.url), {
      type: 'module',
      name: 'perennial',
    }),
);

export async function run<K extends keyof Jobs>(
  kind: K,
  request: Jobs[K]['request'],
): Promise<Jobs[K]['result']> {
  return client.start(kind, request, () => undefined).result;
}

/** Imports the text, takes the target that is proposed, and trains with the app's defaults but for these choices. */
export async function trainOn(csv: string, name: string, choices: Choices) {
  const file = new Blob([csv]);
  const { table } = await run('import', { file, fileName: name, projectId: null, options: {} });
  const target = await client.suggestTarget(table.id);
  const { version } = await run('train', trainingOf(table, target, choices));
  return { version, projectId: table.projectId };
}
