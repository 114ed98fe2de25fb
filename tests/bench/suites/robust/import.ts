import { statSync } from 'node:fs';
import { join } from 'node:path';
import { benchPage, withFolder, withFreshPage, withServed } from '../../bench-page.ts';
import type { Bench } from '../../page/main.ts';
import { stillnessText } from '../../page/ticker.ts';
import { type Row, rowOf } from '../../results.ts';
import { LARGE_ROWS, writeLarge } from './large-files.ts';
import { loadText } from './load.ts';
import { peakOf } from './renderer-memory.ts';

declare const bench: Bench;
const RUNS = 3;

/** A file of 100 MB: from its drop to a table that is stored and profiled, and what that takes of memory. */
export async function measure(): Promise<readonly Row[]> {
  return withFolder((folder) =>
    withServed(benchPage, async (url) => {
      const path = join(folder, 'large.csv');
      writeLarge(path);
      const runs = [];
      for (let run = 0; run < RUNS; run++) runs.push(await importOnce(url, path));
      const note = `${(statSync(path).size / 1e6).toFixed(0)} MB; ${loadText()}`;
      return [
        rowOf(
          'robust.import-100mb.s',
          runs.map(({ seconds }) => seconds),
          'seconds',
          '<= 5',
          note,
        ),
        rowOf(
          'robust.import-100mb.mb',
          runs.map(({ mb }) => mb),
          'MB',
          '<= 350',
        ),
        rowOf(
          'robust.import-100mb.parse-s',
          runs.map(({ parse }) => parse),
          'seconds',
          'reported',
          'in a worker of Chromium',
        ),
        rowOf(
          'robust.longest-page-gap.ms',
          runs.map(({ gap }) => gap),
          'ms',
          '<= 50',
          stillnessText('import', runs),
        ),
      ];
    }),
  );
}

async function importOnce(url: string, path: string) {
  const parse = await withFreshPage(url, async (page) => {
    await page.locator('input').setInputFiles(path);
    return page.evaluate(() => bench.parseChosen());
  });
  const { result, mb } = await withFreshPage(url, async (page) => {
    await page.locator('input').setInputFiles(path);
    return peakOf(page, () => page.evaluate(() => bench.importChosen()));
  });
  for (const { rows } of [parse, result])
    if (rows !== LARGE_ROWS) throw new Error(`read ${rows} rows of ${LARGE_ROWS}`);
  return { ...result, mb, parse: parse.seconds };
}
