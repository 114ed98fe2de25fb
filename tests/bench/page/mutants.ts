import { isSentence, mutants } from '../../checks/mutants.ts';
import { client, run } from './house.ts';
import { countRows } from './raw-store.ts';

export interface MutantImports {
  readonly tables: number;
  readonly sentences: number;
  /** What ended in something else, took too long, or left something behind: each in a sentence. */
  readonly bad: readonly string[];
}

/** An import of a file of a few kilobytes may take so long, all in all. */
const LONGEST_MS = 2000;

/**
 * Imports seeded mutants of small files, each into a project of its own, which is deleted again. Every one must end in a
 * table or a sentence, and after each the store must hold as much as before, in each of its parts.
 */
export async function importMutants(seed: number, count: number): Promise<MutantImports> {
  await client.projects(); // The store is there from now on.
  const before = JSON.stringify(await countRows());
  const bad: string[] = [];
  const ends = { table: 0, sentence: 0 };
  let index = 0;
  for (const { bytes, options } of mutants(seed, count)) {
    const name = `mutant ${index++}`;
    const began = performance.now();
    const request = { file: new Blob([bytes]), fileName: `${name}.csv`, projectId: null, options };
    try {
      const { table } = await run('import', request);
      ends.table++;
      await client.deleteProject(table.projectId);
    } catch (error) {
      if (isSentence(error)) ends.sentence++;
      else bad.push(`${name}: ${String(error)}`);
    }
    const took = performance.now() - began;
    if (took > LONGEST_MS) bad.push(`${name} took ${Math.round(took)} ms`);
    const after = JSON.stringify(await countRows());
    if (after !== before) bad.push(`${name} left something behind: before ${before}, after ${after}`);
  }
  return { tables: ends.table, sentences: ends.sentence, bad };
}
