import { type Row, rowOf } from '../../results.ts';
import { higgsRows } from './higgs-rows.ts';
import type { Bench } from './parts.ts';
import { setting } from './setting.ts';

const ROUNDS = 3;
const SINGLES = 500;
const EXPLAINED = 1000;

/** Predictions of 100 trees of 31 leaves: a million rows, single rows, and what each feature adds to a thousand. */
export async function predict({ folder, peers, withTreesPage }: Bench): Promise<readonly Row[]> {
  return withTreesPage(async (page) => {
    await page.open(higgsRows(200_000));
    await page.fit(setting, 0);
    // A worker's first answer is what a person waits for who asks for a single row.
    const [cold] = await page.predictOne(1);
    const singles = await page.predictOne(SINGLES);
    const shap: number[] = [];
    for (let round = 0; round < ROUNDS; round++) shap.push((await page.shap(EXPLAINED)) / 1000);
    await page.open(higgsRows(1_000_000));
    const ours: number[] = [];
    const theirs: number[] = [];
    await peers?.open(folder, higgsRows(200_000));
    await peers?.fit('lightgbm', 1, setting, 0);
    await peers?.open(folder, higgsRows(1_000_000));
    for (let round = 0; round < ROUNDS; round++) {
      ours.push((await page.predict()) / 1000);
      if (peers) theirs.push((await peers.predict()) / 1000);
    }
    const shape = '1 M x 28, 100 trees of 31 leaves, one thread';
    return [
      rowOf('trees.predict-million.s', ours, 's', '<= 2.5', shape),
      ...(peers ? [rowOf('trees.predict-million.s.lightgbm', theirs, 's', 'reported', shape)] : []),
      rowOf(
        'trees.predict-one.ms',
        singles,
        'ms',
        '<= 1',
        `one row; the first one of all ${cold!.toFixed(2)} ms`,
      ),
      rowOf('trees.shap.s', shap, 's', '<= 1', '1,000 rows x 28, path-dependent'),
    ];
  });
}
