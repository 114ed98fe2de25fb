import { join } from 'node:path';
import { benchPage, withFolder, withFreshPage, withServed } from '../../bench-page.ts';
import type { Bench } from '../../page/main.ts';
import { stillnessText } from '../../page/ticker.ts';
import { type Row, rowOf } from '../../results.ts';
import { TARGET, writeLabelled } from './large-files.ts';
import { loadText } from './load.ts';

declare const bench: Bench;
const RUNS = 3;
const ROWS = 1_000_000;

/** A million rows of 20 numbers: from the table to an evaluated linear model. */
export async function measure(): Promise<readonly Row[]> {
  return withFolder((folder) =>
    withServed(benchPage, async (url) => {
      const path = join(folder, 'million.csv');
      writeLabelled(path, ROWS);
      const runs = [];
      for (let run = 0; run < RUNS; run++) runs.push(await trainOnce(url, path));
      const { scores, engine } = runs[0]!;
      const accuracy = scores.find(({ metric }) => metric === 'accuracy')!;
      return [
        rowOf(
          'robust.train-million.s',
          runs.map(({ seconds }) => seconds),
          'seconds',
          '<= 20',
          `${engine}; accuracy ${accuracy.value.toFixed(4)}, baseline ${accuracy.baseline.toFixed(4)}; ${loadText()}`,
        ),
        rowOf(
          'robust.longest-page-gap.ms',
          runs.map(({ gap }) => gap),
          'ms',
          '<= 50',
          stillnessText('training', runs),
        ),
      ];
    }),
  );
}

function trainOnce(url: string, path: string) {
  return withFreshPage(url, async (page) => {
    await page.locator('input').setInputFiles(path);
    const input = await page.evaluate(() => bench.importChosen());
    return page.evaluate(({ projectId, tableId, target }) => bench.trainLinear(projectId, tableId, target), {
      ...input,
      target: TARGET,
    });
  });
}
