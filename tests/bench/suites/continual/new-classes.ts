import type { JsonObject } from '../../../../src/core/json.ts';
import type { OnlineModelKind, OnlineProblem } from '../../../../src/core/online-model.ts';
import { Random } from '../../../../src/core/random.ts';
import { catalog } from '../../../../src/workspace/catalog.ts';
import { rowOf, type Row } from '../../results.ts';
import type { ClassStream } from '../../continual/prequential.ts';
import { readMnist, readStream } from './stream-file.ts';

const shelf: Readonly<Record<string, () => Promise<unknown>>> = catalog.onlineModels;

const models: Readonly<Record<string, JsonObject>> = {
  'incremental-ridge': {},
  'streaming-lda': {},
  'gaussian-naive-bayes': {},
};

/**
 * Classes that come two by two (5 tasks of 2), each task's rows once, in an order of the seed; no task labels at the test, which is on all
 * ten. Digits: every fifth row tests. MNIST: the 10,000 test digits, of which the first 8,000 are learnt and the last 2,000 test.
 *
 * @param names of digits, mnist and of models; none: all of them.
 */
export async function measureNewClasses(names: readonly string[]): Promise<readonly Row[]> {
  const asked = (name: string, all: readonly string[]) =>
    !all.some((each) => names.includes(each)) || names.includes(name);
  const rows: Row[] = [];
  for (const [file, goal, read] of [
    ['digits', '>= 0.98', readDigits],
    ['mnist', '>= 0.94', readMnist],
  ] as const) {
    if (!asked(file, ['digits', 'mnist'])) continue;
    const stream = read();
    const isTest = (row: number) => (file === 'digits' ? row % 5 === 4 : row >= 8000);
    const found: Row[] = [];
    for (const [kind, options] of Object.entries(models)) {
      if (!asked(kind, Object.keys(models))) continue;
      const made = (await shelf[kind]!()) as OnlineModelKind;
      const finer = kind === 'incremental-ridge' && file === 'mnist' ? { features: 2000 } : {};
      const all = { ...made.defaults, ...options, ...finer };
      const runs = [0, 1, 2].map((seed) => accuracyAfter(made, all, stream, isTest, seed));
      found.push(rowOf(`incremental.${file}.${kind}`, runs, 'accuracy', 'reported', 'seeds 0 to 2'));
    }
    const best = found.reduce((a, b) => (b.value > a.value ? b : a));
    rows.push(...found, rowOf(`incremental.${file}.best`, best.runs, 'accuracy', goal, best.id));
  }
  return rows;
}

function readDigits(): ClassStream {
  const stream = readStream('digits.csv');
  return { ...stream, x: stream.x.map((pixel) => pixel / 16) };
}

function accuracyAfter(
  kind: OnlineModelKind,
  options: JsonObject,
  { x, y, inputs }: ClassStream,
  isTest: (row: number) => boolean,
  seed: number,
): number {
  const categories = new Array<number>(inputs).fill(0);
  const problemOf = (classes: number): OnlineProblem => ({
    task: classes === 2 ? 'binary' : 'multiclass',
    categories,
    classes,
  });
  const random = new Random(seed);
  const model = kind.create(problemOf(2), options, seed);
  const order = [...y.keys()].filter((row) => !isTest(row));
  for (let classes = 2; classes <= 10; classes += 2) {
    if (classes > 2) model.grow(problemOf(classes));
    const task = order.filter((row) => y[row]! >= classes - 2 && y[row]! < classes);
    for (const row of random.shuffle(task)) model.learn(x, row * inputs, y[row]!, 1);
  }
  const answer = new Float64Array(10);
  let hits = 0;
  let count = 0;
  for (let row = 0; row < y.length; row++) {
    if (!isTest(row)) continue;
    model.predict(x, row * inputs, answer);
    if (answer.indexOf(Math.max(...answer)) === y[row]) hits++;
    count++;
  }
  return hits / count;
}
