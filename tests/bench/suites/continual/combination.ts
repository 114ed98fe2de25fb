import type { InlineConfig } from 'vite';
import { majority } from '../../../../src/flow/train/online/majority.ts';
import { noChange } from '../../../../src/flow/train/online/no-change.ts';
import { runningCombination } from '../../../../src/flow/train/online/running-combination.ts';
import { csvLines, dataFile } from '../../../data.ts';
import { withFreshPage, withServed } from '../../bench-page.ts';
import { prequential, type ClassStream, type Prequential } from '../../continual/prequential.ts';
import { median } from '../../median.ts';
import { type Row, rowOf } from '../../results.ts';

const page: InlineConfig = {
  configFile: new URL('../../continual/vite.config.ts', import.meta.url).pathname,
};

const seeds = [0, 1, 2];

/** The label is the last column. Others' best, by River 0.26.1 on the same rows or as published. */
const streams = [
  { name: 'elec2', file: 'elec2.csv', goal: '>= 0.915', others: 'ALMA .906, leveraging bagging .896' },
  {
    name: 'phishing',
    file: 'phishing.csv',
    goal: '>= 0.912',
    others: 'SRP .914, adaptive random forest .910',
  },
  { name: 'sea', file: 'sea.csv', goal: '>= 0.888', others: 'logistic regression .890' },
  { name: 'agrawal', file: 'agrawal_abrupt.csv', goal: '>= 0.9', others: 'adaptive random forest .897' },
  {
    name: 'hyperplane',
    file: 'hyperplane_gradual.csv',
    goal: '>= 0.932',
    others: 'logistic regression .934',
  },
  { name: 'segment', file: 'segment.csv', goal: 'reported', others: 'nearest neighbours .903' },
];

/** The running combination with its defaults on whole files, in their order, in Node and in a worker of Chromium. */
export async function combination(): Promise<Row[]> {
  return withServed(page, (url) =>
    withFreshPage(url, async (opened) => {
      const rows: Row[] = [];
      for (const { name, file, goal, others } of streams) {
        const path = dataFile(file);
        if (!path) continue;
        const stream = read(path);
        const here = seeds.map((seed) => prequential(runningCombination, stream, seed));
        const plain = { ...stream, x: [...stream.x], y: [...stream.y] };
        const there = await opened.evaluate(([all, each]) => globalThis.continual.combination(all, each), [
          plain,
          seeds,
        ] as const);
        const runs = here.map(({ accuracy }) => accuracy);
        const note = [
          there.every(({ accuracy }, seed) => accuracy === runs[seed])
            ? "the same in Chromium's worker"
            : `in Chromium's worker ${there.map(({ accuracy }) => accuracy.toFixed(4)).join(', ')}`,
          `${timesOf(here)} us a row, there ${timesOf(there)}`,
          `others: ${others}`,
          `no change ${prequential(noChange, stream, 0).accuracy.toFixed(3)}`,
          `majority ${prequential(majority, stream, 0).accuracy.toFixed(3)}`,
        ].join('; ');
        rows.push(rowOf(`combination.${name}`, runs, 'accuracy', goal, note));
      }
      return rows;
    }),
  );
}

function timesOf(runs: readonly Prequential[]): string {
  return median(runs.map(({ microseconds }) => microseconds)).toFixed(0);
}

function read(path: string): ClassStream {
  const { header, rows } = csvLines(path);
  const width = header.split(',').length - 1;
  const x = new Float32Array(rows.length * width);
  const y = new Float32Array(rows.length);
  const labels: string[] = [];
  for (const [row, line] of rows.entries()) {
    const cells = line.split(',');
    for (let column = 0; column < width; column++) x[row * width + column] = Number(cells[column]);
    const label = cells[width]!;
    if (!labels.includes(label)) labels.push(label);
    y[row] = labels.indexOf(label);
  }
  return { width, classes: labels.length, x, y };
}
