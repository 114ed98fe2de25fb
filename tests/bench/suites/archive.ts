import { join } from 'node:path';
import { benchPage, withFolder, withFreshPage, withServed } from '../bench-page.ts';
import type { Bench } from '../page/main.ts';
import { stillnessText } from '../page/ticker.ts';
import { type Row, rowOf } from '../results.ts';
import { writeLabelled } from './robust/large-files.ts';
import { loadText } from './robust/load.ts';
import { peakOf } from './robust/renderer-memory.ts';

declare const bench: Bench;

/** Of 20 numbers and a label: 164 bytes each in the store. */
const ROWS = 3_100_000;
const PASSPHRASES = { plain: null, sealed: 'correct horse battery staple' } as const;

/** A project of 500 MB as one file and back: how long, and what it takes of the renderer's memory. */
export async function measure(): Promise<readonly Row[]> {
  return withFolder((folder) =>
    withServed(benchPage, async (url) => {
      const path = join(folder, 'large.csv');
      writeLabelled(path, ROWS);
      return withFreshPage(url, async (page) => {
        await page.locator('input').setInputFiles(path);
        const { projectId } = await page.evaluate(() => bench.importChosen());
        const rows: Row[] = [];
        for (const [name, passphrase] of Object.entries(PASSPHRASES)) {
          const saved = await peakOf(page, () =>
            page.evaluate(([id, secret]) => bench.saveProject(id, secret), [projectId, passphrase] as const),
          );
          const opened = await peakOf(page, () =>
            page.evaluate(([id, secret]) => bench.openSaved(id, secret), [projectId, passphrase] as const),
          );
          const size = `${(saved.result.sizeBytes / 1e6).toFixed(0)} MB; ${loadText()}`;
          rows.push(
            rowOf(`archive.${name}-export.s`, [saved.result.seconds], 'seconds', 'reported', size),
            rowOf(`archive.${name}-export.mb`, [saved.mb], 'MB', '<= 400'),
            rowOf(`archive.${name}-import.s`, [opened.result.seconds], 'seconds', 'reported', size),
            rowOf(`archive.${name}-import.mb`, [opened.mb], 'MB', '<= 400'),
            rowOf(
              `archive.${name}-gap.ms`,
              [Math.max(saved.result.gap, opened.result.gap)],
              'ms',
              '<= 50',
              stillnessText('export and import', [saved.result, opened.result]),
            ),
          );
        }
        return rows;
      });
    }),
  );
}
