import { client, run } from './house.ts';
import { type Stillness, ticking } from './ticker.ts';

let saved: Blob | null = null;

/** The project as one file, which is kept for `openSaved`. */
export async function saveProject(
  projectId: string,
  passphrase: string | null,
): Promise<Stillness & { seconds: number; sizeBytes: number }> {
  const began = performance.now();
  const { result, ...stillness } = await ticking(() => run('export-project', { projectId, passphrase }));
  saved = result.file;
  return { ...stillness, seconds: (performance.now() - began) / 1000, sizeBytes: saved.size };
}

/**
 * The project out of the file that was saved last. The one that was saved is deleted first, outside of the time that counts:
 * what is stored already would not be written again.
 */
export async function openSaved(
  projectId: string,
  passphrase: string | null,
): Promise<Stillness & { seconds: number }> {
  const file = saved!;
  await client.deleteProject(projectId);
  const began = performance.now();
  const { gap, idleGap, longestTask } = await ticking(() =>
    run('import-archive', { file, passphrase, ifPresent: 'refuse' }),
  );
  saved = null;
  return { gap, idleGap, longestTask, seconds: (performance.now() - began) / 1000 };
}
