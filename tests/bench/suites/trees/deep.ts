import { type Row, rowOf } from '../../results.ts';
import { higgsRows } from './higgs-rows.ts';
import type { Bench } from './parts.ts';
import { setting } from './setting.ts';
import { ratio, sideBySide, told } from './side-by-side.ts';

/** Trees of 255 leaves. */
export async function deep(bench: Bench): Promise<readonly Row[]> {
  const options = { ...setting, leaves: 255 };
  const contenders = [
    { name: 'ours', threads: 1 },
    { name: 'lightgbm', threads: 1 },
  ] as const;
  const times = await sideBySide(bench, higgsRows(200_000), options, contenders, 3);
  const [ours, theirs] = [times.get('ours-1')!, times.get('lightgbm-1')];
  const seconds = ours.ms.map((ms) => ms / 1000);
  const rows = [
    rowOf('trees.deep.s', seconds, 's', 'reported', '200,000 x 28, 100 trees of 255 leaves, one thread'),
  ];
  if (theirs)
    rows.push(
      rowOf(
        'trees.deep.vs-lightgbm',
        [ratio(ours, theirs)],
        'x',
        'reported',
        `LightGBM takes ${told(theirs)}`,
      ),
    );
  return rows;
}
