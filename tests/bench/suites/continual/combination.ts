import { majority } from '../../../../src/flow/train/online/majority.ts';
import { noChange } from '../../../../src/flow/train/online/no-change.ts';
import { runningCombination } from '../../../../src/flow/train/online/running-combination.ts';
import { prequential, type Prequential } from '../../continual/prequential.ts';
import { median } from '../../median.ts';
import { type Row, rowOf } from '../../results.ts';
import { withModelsPage } from './models-page.ts';
import { readStream, streamFiles } from './stream-file.ts';

const seeds = [0, 1, 2];

/** Others' best, by River 0.26.1 on the same rows or as published. */
const beside: Readonly<Record<string, { readonly goal: string; readonly others: string }>> = {
  elec2: { goal: '>= 0.915', others: 'ALMA .906, leveraging bagging .896' },
  phishing: { goal: '>= 0.912', others: 'SRP .914, adaptive random forest .910' },
  sea: { goal: '>= 0.888', others: 'logistic regression .890' },
  agrawal: { goal: '>= 0.9', others: 'adaptive random forest .897' },
  hyperplane: { goal: '>= 0.932', others: 'logistic regression .934' },
  segment: { goal: 'reported', others: 'nearest neighbours .903' },
};

/** The running combination with its defaults on whole files, in their order, in Node and in a worker of Chromium. */
export async function combination(): Promise<Row[]> {
  return withModelsPage(async (page) => {
    const rows: Row[] = [];
    for (const [name, file] of Object.entries(streamFiles)) {
      const stream = readStream(file);
      const here = seeds.map((seed) => prequential(runningCombination, {}, stream, seed));
      await page.open(stream);
      const there: Prequential[] = [];
      for (const seed of seeds) there.push(await page.run(runningCombination.kind, {}, seed));
      const { goal, others } = beside[name]!;
      const note = [
        thereText(here, there),
        `${timesOf(here)} us a row, there ${timesOf(there)}`,
        `others: ${others}`,
        `no change ${prequential(noChange, {}, stream, 0).accuracy.toFixed(3)}`,
        `majority ${prequential(majority, {}, stream, 0).accuracy.toFixed(3)}`,
      ].join('; ');
      const runs = here.map(({ accuracy }) => accuracy);
      rows.push(rowOf(`combination.${name}`, runs, 'accuracy', goal, note));
    }
    return rows;
  });
}

/** What came of the same runs in Chromium's worker. */
export function thereText(here: readonly Prequential[], there: readonly Prequential[]): string {
  return there.every(({ accuracy }, run) => accuracy === here[run]!.accuracy)
    ? "the same in Chromium's worker"
    : `in Chromium's worker ${there.map(({ accuracy }) => accuracy.toFixed(4)).join(', ')}`;
}

function timesOf(runs: readonly Prequential[]): string {
  return median(runs.map(({ microseconds }) => microseconds)).toFixed(0);
}
