import { median } from '../../median.ts';
import { type Row, rowOf } from '../../results.ts';
import { higgsRows } from './higgs-rows.ts';
import type { Bench } from './parts.ts';
import { setting } from './setting.ts';

const ROUNDS = 3;
const FEW = 10_000;
const MANY = 2_000_000;
/** A time per row needs no more of them. */
const TREES = 20;

/** Whole fits, binning included. */
export async function growth({ withTreesPage }: Bench): Promise<readonly Row[]> {
  return withTreesPage(async (page) => {
    const options = { ...setting, trees: TREES };
    const msAt = async (rows: number, rounds: number) => {
      await page.open(higgsRows(rows));
      const all: number[] = [];
      for (let round = 0; round < rounds; round++) all.push((await page.fit(options, round)).ms);
      return all;
    };
    const few = await msAt(FEW, 3 * ROUNDS);
    const many = await msAt(MANY, ROUNDS);
    const [fewUs, manyUs] = [(1000 * median(few)) / FEW, (1000 * median(many)) / MANY];
    const note = `${TREES} trees, 31 leaves, 28 features: ${manyUs.toFixed(2)} us a row of 2 M, ${fewUs.toFixed(2)} us a row of 10,000`;
    return [rowOf('trees.growth', [manyUs / fewUs], 'x', '<= 1.3', note)];
  });
}
