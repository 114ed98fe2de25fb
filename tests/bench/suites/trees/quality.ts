import { Random } from '../../../../src/core/random.ts';
import type { Rows } from '../../trees/rows.ts';
import { median } from '../../median.ts';
import { type Row, rowOf } from '../../results.ts';
import type { Bench } from './parts.ts';
import { readTable, rowsIn, type TableFiles } from './read-table.ts';
import { setting } from './setting.ts';
import type { TreesPage } from './trees-page.ts';
import { writeRows, type RowTable } from './write-rows.ts';

const SEEDS = [0, 1, 2, 3, 4];
/** Of the rows, where there is no test file. */
const TRAIN_SHARE = 0.75;

interface Quality extends TableFiles {
  /** Which rows are trained on: so many first ones, or some drawn by the seed. */
  readonly train: 'first file' | 'first share' | 'drawn';
}

const plain = { categories: [], without: [] } as const;
const tables: Readonly<Record<string, Quality>> = {
  adult: {
    ...{ files: ['adult-train.csv', 'adult-test.csv'], task: 'binary', target: 'income', without: [] },
    categories: [
      ...['workclass', 'education', 'marital_status', 'occupation', 'relationship', 'race', 'sex'],
      'native_country',
    ],
    train: 'first file',
  },
  diamonds: {
    ...{ files: ['diamonds.csv'], task: 'regression', target: 'price', without: [], train: 'drawn' },
    categories: ['cut', 'color', 'clarity'],
  },
  'bike-hour': {
    ...{ files: ['bike-hour.csv'], task: 'regression', target: 'cnt', train: 'drawn' },
    without: ['instant', 'casual', 'registered'],
    categories: ['season', 'weekday', 'weathersit'],
  },
  segment: { ...plain, files: ['segment.csv'], task: 'multiclass', target: 'category', train: 'drawn' },
  elec2: { ...plain, files: ['elec2.csv'], task: 'binary', target: 'class', train: 'first share' },
};

/** What 100 trees of equal settings lose on test rows: ours by LightGBM's, of five seeds. */
export async function quality({ folder, peers, withTreesPage }: Bench): Promise<readonly Row[]> {
  return withTreesPage(async (page) => {
    const rows: Row[] = [];
    for (const [name, files] of Object.entries(tables)) {
      const table = readTable(files);
      const losses = { ours: [] as number[], lightgbm: [] as number[] };
      for (const seed of SEEDS) {
        const [train, test] = split(table, files, seed);
        const trained = writeRows(folder, table, 'train', train);
        const tested = writeRows(folder, table, 'test', test);
        losses.ours.push(await ourLoss(page, trained, tested, seed));
        if (!peers) continue;
        await peers.open(folder, trained);
        await peers.fit('lightgbm', 1, setting, seed);
        await peers.open(folder, tested);
        losses.lightgbm.push(await peers.loss());
      }
      rows.push(rowFor(name, files, losses));
    }
    return rows;
  });
}

async function ourLoss(page: TreesPage, train: Rows, test: Rows, seed: number): Promise<number> {
  await page.open(train);
  await page.fit(setting, seed);
  await page.open(test);
  return page.loss();
}

function split(
  { y }: RowTable,
  { train, files }: Quality,
  seed: number,
): readonly [Uint32Array, Uint32Array] {
  const places = Uint32Array.from(y.keys());
  if (train === 'drawn') new Random(seed).shuffle(places);
  const count = train === 'first file' ? rowsIn(files[0]!) : Math.round(TRAIN_SHARE * places.length);
  return [places.slice(0, count), places.slice(count)];
}

function rowFor(
  name: string,
  { task, train }: Quality,
  { ours, lightgbm }: { readonly ours: readonly number[]; readonly lightgbm: readonly number[] },
): Row {
  const loss = task === 'regression' ? 'RMSE' : 'log loss';
  const rows = {
    'first file': 'its own test file',
    'first share': 'the last quarter of rows in time',
    drawn: 'a quarter drawn by each seed',
  }[train];
  const note = `${loss} ${median(ours).toPrecision(5)}, on ${rows}`;
  if (lightgbm.length === 0) return rowOf(`trees.quality.${name}.loss`, ours, loss, 'reported', note);
  return rowOf(
    `trees.quality.${name}`,
    ours.map((own, seed) => own / lightgbm[seed]!),
    'x',
    '<= 1.01',
    `${note}; LightGBM's ${median(lightgbm).toPrecision(5)}`,
  );
}
