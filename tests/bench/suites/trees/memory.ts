import { type Row, rowOf } from '../../results.ts';
import { peakAnonymousMb } from './peak-memory.ts';
import { higgsRows } from './higgs-rows.ts';
import type { Bench } from './parts.ts';
import { setting } from './setting.ts';

const FEW = 500_000;
const MANY = 2_500_000;
/** Every round frees what it took. */
const TREES = 10;

/** By what the page's process takes for two million rows more: what it takes for none is no row's. */
export async function memory(bench: Bench): Promise<readonly Row[]> {
  const runs: number[] = [];
  const peaks: string[] = [];
  for (let round = 0; round < 3; round++) {
    const [few, many] = [await fitMemory(bench, FEW), await fitMemory(bench, MANY)];
    runs.push((1e6 * (many - few)) / (MANY - FEW));
    peaks.push(`${few.toFixed(0)} and ${many.toFixed(0)} MB`);
  }
  const note = `28 features, 31 leaves; the process grew by ${peaks.join(', ')} for ${FEW} and ${MANY} rows beyond the table`;
  return [rowOf('trees.bytes-per-row', runs, 'B', '<= 60', note)];
}

/** MB that the page's process held at most while it fitted so many rows, beyond what it held with the table alone. */
export async function fitMemory({ withTreesPage }: Bench, rows: number): Promise<number> {
  return withTreesPage(async (page) => {
    // What code and a session take whatever the rows stands before the measure begins.
    await page.generate(higgsRows(1000));
    await page.fit({ ...setting, trees: 1 }, 0);
    await page.generate(higgsRows(rows));
    return peakAnonymousMb(page.page, () => page.fit({ ...setting, trees: TREES }, 0));
  });
}
