import { join } from 'node:path';
import { benchPage, withFolder, withFreshPage, withServed } from '../../bench-page.ts';
import type { Bench } from '../../page/main.ts';
import { type Row, rowOf } from '../../results.ts';
import { TARGET, writeLabelled } from './large-files.ts';
import { loadText } from './load.ts';

declare const bench: Bench;
const TIMES = 50;
const SEED = 1;

/** Cancels of imports, trainings and learnings on, in each of their phases: how soon each is over, and what it leaves. */
export async function measure(): Promise<readonly Row[]> {
  const cancels = await withFolder((folder) =>
    withServed(benchPage, (url) =>
      withFreshPage(url, async (page) => {
        const files = [join(folder, 'table.csv'), join(folder, 'new.csv')];
        writeLabelled(files[0]!, 30_000);
        writeLabelled(files[1]!, 10_000, 2);
        await page.locator('input').setInputFiles(files);
        return page.evaluate(({ times, seed, target }) => bench.cancelAtSeededMoments(times, seed, target), {
          times: TIMES,
          seed: SEED,
          target: TARGET,
        });
      }),
    ),
  );
  const runs = cancels.map(({ ms }) => ms);
  const worst = cancels.reduce((a, b) => (b.ms > a.ms ? b : a));
  const messy = cancels.filter(({ left }) => left !== null);
  for (const { job, phase, left } of messy) console.error(`${job}, ${phase}: ${left}`);
  const late = cancels.filter(({ ms }) => ms > 100).map(({ job, phase, ms }) => `${job}, ${phase}: ${ms} ms`);
  if (late.length > 0) console.error(late.join('\n'));
  const phases = new Set(cancels.map(({ job, phase }) => `${job}, ${phase}`)).size;
  const note = `the worst of ${runs.length} in ${phases} phases, in "${worst.job}, ${worst.phase}"; ${loadText()}`;
  return [
    { ...rowOf('robust.cancel.ms', runs, 'ms', '<= 100', note), value: Math.max(...runs) },
    rowOf(
      'robust.cancel.left',
      [messy.length],
      'cancels',
      '<= 0',
      'after which not everything was as before',
    ),
  ];
}
