import { type Row, rowOf } from '../../results.ts';
import { higgsRows } from './higgs-rows.ts';
import type { Bench } from './parts.ts';
import { peerTitles, type PeerName } from './peers.ts';
import { setting } from './setting.ts';
import { keyOf, ratio, sideBySide, told, type Contender, type Times } from './side-by-side.ts';

const ROUNDS = 3;
const peerNames: readonly PeerName[] = ['lightgbm', 'sklearn', 'xgboost'];
const goals: Readonly<Record<PeerName, string>> = { lightgbm: '<= 1.5', sklearn: '< 1', xgboost: 'reported' };

/** 200,000 rows of 28 features, 100 trees of 31 leaves. A ratio is of the medians of whole fits, binning included. */
export async function speed(bench: Bench): Promise<readonly Row[]> {
  const contenders: Contender[] = [1 as const, 2 as const].flatMap((threads) => [
    { name: 'ours', threads },
    ...peerNames.map((name) => ({ name, threads })),
  ]);
  const times = await sideBySide(bench, higgsRows(200_000), setting, contenders, ROUNDS);
  const ours = { 1: times.get('ours-1')!, 2: times.get('ours-2')! };
  const shape = '200,000 x 28, 31 leaves, one thread';
  const bins = ours[1].binMs.map((ms) => ms / 1000);
  const rows = [
    rowOf('trees.tree-ms', treeMs(ours[1]), 'ms', '<= 45', `${shape}; without binning`),
    rowOf('trees.tree-ms.two-threads', treeMs(ours[2]), 'ms', 'reported', `${told(ours[2])}; on the clock`),
    rowOf('trees.bin-s', bins, 's', '<= 0.6', shape),
  ];
  for (const name of peerNames)
    for (const threads of [1, 2] as const) {
      const theirs = times.get(keyOf({ name, threads }));
      if (!theirs) continue;
      const id = `trees.vs-${name}${threads === 1 ? '' : '.two-threads'}`;
      const note = `whole fits; ${peerTitles[name]} takes ${told(theirs)}${threads === 1 ? '' : '; both with two threads, on the clock'}`;
      rows.push(
        rowOf(id, [ratio(ours[threads], theirs)], 'x', threads === 1 ? goals[name] : 'reported', note),
      );
    }
  return rows;
}

/** Of each fit: the time of a tree without binning. */
function treeMs({ ms, binMs }: Times): readonly number[] {
  return ms.map((whole, round) => (whole - (binMs[round] ?? 0)) / setting.trees);
}
