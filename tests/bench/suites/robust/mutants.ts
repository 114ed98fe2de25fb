import { withBenchPage } from '../../bench-page.ts';
import type { Bench } from '../../page/main.ts';
import { type Row, rowOf } from '../../results.ts';

declare const bench: Bench;

const SEED = 1;
const MUTANTS = 10_000;

/** Mutated files through the app's own workers into its store: each ends in a table or a sentence, and nothing is left of it. */
export async function measure(): Promise<readonly Row[]> {
  const began = performance.now();
  const { tables, sentences, bad } = await withBenchPage((page) =>
    page.evaluate(([seed, count]) => bench.importMutants(seed, count), [SEED, MUTANTS] as const),
  );
  for (const what of bad) console.error(what);
  const seconds = Math.round((performance.now() - began) / 1000);
  const note = `${MUTANTS.toLocaleString('en-US')} mutants: ${tables.toLocaleString('en-US')} tables and ${sentences.toLocaleString('en-US')} sentences, in ${seconds} s`;
  return [rowOf('robust.mutants.bad', [bad.length], 'mutants', '<= 0', note)];
}
