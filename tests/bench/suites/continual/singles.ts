import type { JsonObject } from '../../../../src/core/json.ts';
import type { OnlineModel, OnlineModelKind } from '../../../../src/core/online-model.ts';
import { Random } from '../../../../src/core/random.ts';
import { catalog } from '../../../../src/workspace/catalog.ts';
import trees from '../../../reference/stream-trees.json' with { type: 'json' };
import river from '../../../reference/streams-files.json' with { type: 'json' };
import { rowOf, type Row } from '../../results.ts';
import { playRows, problemOf, prequential, type ClassStream } from '../../continual/prequential.ts';
import { thereText } from './combination.ts';
import { withModelsPage, type ModelsPage } from './models-page.ts';
import { readStream, streamFiles } from './stream-file.ts';

const shelf: Readonly<Record<string, () => Promise<unknown>>> = catalog.onlineModels;

/** Options under which a kind is compared with River's, by the name of its figures; a kind that is not named has its defaults. */
const settings: readonly { readonly name: string; readonly kind: string; readonly options: JsonObject }[] = [
  { name: 'online-linear', kind: 'online-linear', options: { learningRate: 0.01 } },
  { name: 'online-linear-fast', kind: 'online-linear', options: { learningRate: 0.2 } },
  { name: 'online-linear-alma', kind: 'online-linear', options: { optimizer: 'alma' } },
  {
    name: 'online-linear-passive-aggressive',
    kind: 'online-linear',
    options: { optimizer: 'passive-aggressive', aggressiveness: 1 },
  },
  { name: 'online-linear-adam', kind: 'online-linear', options: { optimizer: 'adam', learningRate: 0.01 } },
  // Solved again after every row: few enough features for that.
  { name: 'incremental-ridge', kind: 'incremental-ridge', options: { features: 32, forgetting: 0.999 } },
];

/**
 * Single models of streams, each row answered and then learnt, labels at once: accuracy on whole files in their order, beside River's with
 * the same settings (tests/reference/streams.py --files); the time of a row, and what a model that has learnt a file keeps.
 *
 * @param names of models or files; none: all of them.
 */
export async function measureSingles(names: readonly string[]): Promise<readonly Row[]> {
  const asked = (name: string, all: readonly string[]) =>
    !all.some((each) => names.includes(each)) || names.includes(name);
  const models = Object.keys(shelf)
    .filter((kind) => !settings.some(({ name }) => name === kind))
    .map((kind) => ({ name: kind, kind, options: {} }))
    .concat(settings);
  const all = models.map(({ name }) => name);
  const rows = await withModelsPage(async (page) => {
    const found: Row[] = [];
    for (const [file, path] of Object.entries(streamFiles)) {
      if (!asked(file, Object.keys(streamFiles))) continue;
      const stream = readStream(path);
      await page.open(stream);
      for (const { name, kind, options } of models) {
        const made = (await shelf[kind]!()) as OnlineModelKind;
        if (!asked(name, all) || !made.tasks.includes(problemOf(stream).task)) continue;
        found.push(...(await rowsOfModel(name, file, made, options, stream, page)));
      }
    }
    return found;
  });
  return asked('online-linear', all) ? [...rows, await speedOfLinear()] : rows;
}

async function rowsOfModel(
  name: string,
  file: string,
  kind: OnlineModelKind,
  options: JsonObject,
  stream: ClassStream,
  page: ModelsPage,
): Promise<readonly Row[]> {
  const key = `${name}.${file}`;
  const accuracies: Readonly<Record<string, number>> = { ...river.accuracy, ...trees.accuracy };
  const megabytes: Readonly<Record<string, number>> = { ...river.megabytes, ...trees.megabytes };
  const of = accuracies[key];
  // Trees draw: River's figure is the median over its seeds, too.
  const seeds = key in trees.accuracy ? [0, 1, 2] : [1];
  const models = seeds.map((seed) => kind.create(problemOf(stream), { ...kind.defaults, ...options }, seed));
  const model = models[0]!;
  const here = models.map((one) => playRows(one, stream));
  const there = [await page.run(kind.kind, options, seeds[0]!)];
  const runs = here.map(({ accuracy }) => accuracy);
  const version = key in trees.accuracy ? ofTrees : ofOthers;
  const goal = of === undefined ? 'reported' : `>= ${(of - 0.005).toFixed(4)}`;
  const rows = [
    rowOf(
      `single.${key}`,
      runs,
      'accuracy',
      goal,
      `test, then train; labels at once; ${thereText(here, there)}`,
    ),
  ];
  if (of !== undefined) rows.push(rowOf(`single.${key}.river`, [of], 'accuracy', 'reported', version));
  if (file === 'elec2') {
    rows.push(rowOf(`memory.${name}.mb`, [sizeOf(model)], 'MB', 'reported', 'its saved state after elec2'));
    const beside = megabytes[key];
    if (beside !== undefined)
      rows.push(rowOf(`memory.${name}.mb.river`, [beside], 'MB', 'reported', version));
  }
  return rows;
}

const ofOthers = `River ${river.river}, tests/reference/streams-files.json`;
const ofTrees = `River ${trees.river}, tests/reference/stream-trees.json`;

function sizeOf(model: OnlineModel): number {
  const { header, tensors } = model.save();
  const bytes = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
  return (bytes + JSON.stringify(header).length) / 2 ** 20;
}

/** Answer and learn a row of 32 numbers, by the processor's time, as River was timed. */
async function speedOfLinear(): Promise<Row> {
  const kind = (await shelf['online-linear']!()) as OnlineModelKind;
  const random = new Random(1);
  const [rows, inputs] = [5000, 32];
  const x = Float32Array.from({ length: rows * inputs }, () => random.normal());
  const y = Float32Array.from({ length: rows }, (_, row) => Number(x[row * inputs]! > 0));
  const runs: number[] = [];
  for (let run = 0; run < 25; run++) {
    const began = process.cpuUsage();
    prequential(kind, {}, { x, y, inputs, classes: 2 }, 1);
    const { user, system } = process.cpuUsage(began);
    runs.push((user + system) / rows);
  }
  const warm = runs.slice(5);
  const beside = `River ${river.linearMicroseconds.toFixed(1)} us`;
  return rowOf('speed.linear.us', warm, 'us', '<= 1', beside);
}
