import { type Row, rowOf } from '../../results.ts';
import { higgsRows } from './higgs-rows.ts';
import { fitMemory } from './memory.ts';
import type { Bench } from './parts.ts';
import { withPeers } from './peers.ts';
import { setting } from './setting.ts';
import { ratio, sideBySide, told } from './side-by-side.ts';

const ROWS = 1_000_000;

/** A million rows: time, and what the processes take for it beyond the table that they hold. */
export async function million(bench: Bench): Promise<readonly Row[]> {
  const contenders = [
    { name: 'ours', threads: 1 },
    { name: 'lightgbm', threads: 1 },
  ] as const;
  const times = await sideBySide(bench, higgsRows(ROWS), setting, contenders, 3);
  const [ours, theirs] = [times.get('ours-1')!, times.get('lightgbm-1')];
  const mb = await fitMemory(bench, ROWS);
  const seconds = ours.ms.map((ms) => ms / 1000);
  const shape = '1 M x 28, 100 trees of 31 leaves, one thread';
  const rows = [
    rowOf(
      'trees.million.s',
      seconds,
      's',
      'reported',
      `${shape}; ${mb.toFixed(0)} MB beyond the table at most`,
    ),
  ];
  if (theirs) {
    const note = `LightGBM takes ${told(theirs)} and ${(await theirMemory(bench.folder)).toFixed(0)} MB`;
    rows.push(rowOf('trees.million.vs-lightgbm', [ratio(ours, theirs)], 'x', 'reported', note));
  }
  return rows;
}

/** In a process of its own, which has nothing left over from others. */
async function theirMemory(folder: string): Promise<number> {
  return withPeers(async (peers) => {
    await peers!.open(folder, higgsRows(ROWS));
    return (await peers!.fit('lightgbm', 1, { ...setting, trees: 10 }, 0)).peakMb;
  });
}
