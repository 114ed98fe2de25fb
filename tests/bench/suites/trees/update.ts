import { type Row, rowOf } from '../../results.ts';
import type { Learning, Played } from '../../trees/play-updates.ts';
import type { Bench } from './parts.ts';
import { readTable } from './read-table.ts';
import { writeRows } from './write-rows.ts';

const FIRST = 10_000;
const STEP = 500;
const SEEDS = [0, 1, 2, 3, 4];
/** As for all of this suite; what an update does is the learner's default. */
const options = { trees: 100 };

/** elec2 in the order of time: 10,000 rows, then 500 at a time, each predicted before it is learnt. Labels come with the end of each 500. */
export async function update({ folder, withTreesPage }: Bench): Promise<readonly Row[]> {
  const table = readTable({
    ...{ files: ['elec2.csv'], task: 'binary', target: 'class', categories: [], without: [] },
  });
  const rows = writeRows(folder, table, 'elec2', Uint32Array.from(table.y.keys()));
  const play = (learning: Learning, seed: number) =>
    withTreesPage(async (page) => {
      await page.open(rows);
      return page.play(options, { first: FIRST, step: STEP, learning, seed });
    });
  // Which old rows are remembered and replayed is drawn: only what is updated depends on the seed.
  const frozen = await play('frozen', 0);
  const refitted = await play('refitted', 0);
  const updated: Played[] = [];
  for (const seed of SEEDS) updated.push(await play('updated', seed));
  const shape = `elec2, ${STEP} rows a time after ${FIRST}`;
  const goal = `> ${Number((frozen.accuracy + 0.02).toFixed(4))}`;
  return [
    rowOf(
      'trees.update.accuracy',
      updated.map(({ accuracy }) => accuracy),
      'accuracy',
      goal,
      `${shape}; updated, seeds 0-4: ${updated.map(({ accuracy }) => accuracy.toFixed(4)).join(', ')}`,
    ),
    rowOf(
      'trees.update.frozen',
      [frozen.accuracy],
      'accuracy',
      'reported',
      `${shape}; learnt the first rows alone`,
    ),
    rowOf(
      'trees.update.refit',
      [refitted.accuracy],
      'accuracy',
      'reported',
      `${shape}; fitted anew on all rows so far`,
    ),
    rowOf(
      'trees.update.ms',
      updated.flatMap(({ ms }) => ms),
      'ms',
      '<= 100',
      shape,
    ),
  ];
}
