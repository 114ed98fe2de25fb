import type { JsonObject } from '../../../../src/core/json.ts';
import type { OnlineModelKind, OnlineProblem } from '../../../../src/core/online-model.ts';
import { adaptiveRandomForest } from '../../../../src/flow/train/online/adaptive-random-forest.ts';
import { hoeffdingTree } from '../../../../src/flow/train/online/hoeffding-tree.ts';
import { csvLines, dataFile, noData } from '../../../data.ts';
import river from '../../../reference/stream-trees.json' with { type: 'json' };
import { type Row, rowOf } from '../../results.ts';

/** The first passes are the compiler's. */
const WARM = 2;
const PASSES = 5;
const note = 'segment: 18 features, 7 classes; a row predicted and learnt';

/** Microseconds of CPU that a row takes, beside River's on the same machine. */
export async function treeSpeed(): Promise<Row[]> {
  const path = dataFile('segment.csv');
  if (!path) throw new Error(noData('segment.csv'));
  const rows = csvLines(path).rows.map((line) => line.split(','));
  const classes = [...new Set(rows.map((cells) => cells.at(-1)!))];
  const x = Float32Array.from(rows.flatMap((cells) => cells.slice(0, -1).map(Number)));
  const y = rows.map((cells) => classes.indexOf(cells.at(-1)!));
  const width = x.length / y.length;
  const problem: OnlineProblem = {
    ...{ task: 'multiclass', categories: new Array<number>(width).fill(0), classes: classes.length },
  };
  const speed = <Options extends JsonObject>(kind: OnlineModelKind<Options>): number[] =>
    Array.from({ length: WARM + PASSES }, (_, seed) => {
      const model = kind.create(problem, kind.defaults, seed);
      const answer = new Float64Array(classes.length);
      const start = process.cpuUsage().user;
      for (let row = 0; row < y.length; row++) {
        model.predict(x, row * width, answer);
        model.learn(x, row * width, y[row]!, 1);
      }
      return (process.cpuUsage().user - start) / y.length;
    }).slice(WARM);
  const theirs = river.microseconds;
  return [
    rowOf('speed.hoeffding.us', speed(hoeffdingTree), 'us', '<= 10', note),
    rowOf('speed.hoeffding.us.river', [theirs['hoeffding-tree.segment']], 'us', 'reported', note),
    rowOf('speed.forest.us', speed(adaptiveRandomForest), 'us', '<= 120', `${note}; 10 trees`),
    rowOf('speed.forest.us.river', [theirs['adaptive-random-forest.segment']], 'us', 'reported', note),
  ];
}
