import type { JsonObject } from '../../../../src/core/json.ts';
import type { OnlineModelKind } from '../../../../src/core/online-model.ts';
import { adaptiveRandomForest } from '../../../../src/flow/train/online/adaptive-random-forest.ts';
import { hoeffdingTree } from '../../../../src/flow/train/online/hoeffding-tree.ts';
import river from '../../../reference/stream-trees.json' with { type: 'json' };
import { playRows, problemOf } from '../../continual/prequential.ts';
import { type Row, rowOf } from '../../results.ts';
import { readStream } from './stream-file.ts';

/** The first passes are the compiler's. */
const WARM = 2;
const PASSES = 5;
const note = 'segment: 18 features, 7 classes; a row predicted and learnt';

/** Microseconds of CPU that a row takes, beside River's on the same machine. */
export async function treeSpeed(): Promise<Row[]> {
  const stream = readStream('segment.csv');
  const speed = <Options extends JsonObject>(kind: OnlineModelKind<Options>): number[] =>
    Array.from({ length: WARM + PASSES }, (_, seed) => {
      const model = kind.create(problemOf(stream), kind.defaults, seed);
      const start = process.cpuUsage().user;
      playRows(model, stream);
      return (process.cpuUsage().user - start) / stream.y.length;
    }).slice(WARM);
  const theirs = river.microseconds;
  return [
    rowOf('speed.hoeffding.us', speed(hoeffdingTree), 'us', '<= 10', note),
    rowOf('speed.hoeffding.us.river', [theirs['hoeffding-tree.segment']], 'us', 'reported', note),
    rowOf('speed.forest.us', speed(adaptiveRandomForest), 'us', '<= 120', `${note}; 10 trees`),
    rowOf('speed.forest.us.river', [theirs['adaptive-random-forest.segment']], 'us', 'reported', note),
  ];
}
