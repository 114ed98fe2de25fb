import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import type { TableVersion } from '../../src/core/records.ts';
import { DEFAULT_FRACTIONS, type ImportTreesRequest, type TreeFormat } from '../../src/workspace/api.ts';
import exchange from '../reference/exchange.json' with { type: 'json' };
import { csvBlob, importCsv, learnOn, openHouse, type TestHouse, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

const formats: readonly TreeFormat[] = ['xgboost', 'lightgbm'];

/** Rows of numbers, cities and yes or no, with missing cells in each; "kind" follows from them. */
function trips(rows: number, seed: number): Blob {
  const random = new Random(seed);
  const lines = ['age [y],home city,member,kind'];
  for (let row = 0; row < rows; row++) {
    const age = random.uniform() < 0.2 ? '' : String(18 + random.below(60));
    const city = random.uniform() < 0.1 ? '' : ['Ulm', 'Bern', 'Aix', 'Łódź', 'Linz'][random.below(5)]!;
    const member = random.uniform() < 0.1 ? '' : random.uniform() < 0.5 ? 'true' : 'false';
    const score = (age === '' ? 1 : Number(age) / 20) + (city === 'Ulm' || city === 'Łódź' ? 1 : 0);
    const level = score + (member === 'true' ? 1 : 0) + random.uniform();
    lines.push([age, city, member, level > 4 ? 'long' : level > 3 ? 'mid' : 'brief'].join(','));
  }
  return csvBlob(lines.join('\n'));
}

function importing(
  { id, projectId }: TableVersion,
  column: string,
  file: Blob,
  choices: Partial<ImportTreesRequest> = {},
): ImportTreesRequest {
  const split = { kind: 'random', seed: 1 } as const;
  const rest = { classes: null, labels: {}, matches: {}, split, fractions: DEFAULT_FRACTIONS, seed: 1 };
  return { projectId, tableId: id, column, file, ...rest, ...choices };
}

async function asked(
  house: TestHouse,
  versionId: string,
  row: Readonly<Record<string, string | number | boolean | null>>,
): Promise<readonly number[]> {
  const { probabilities, answer } = await house.workspace.predictRow(versionId, row);
  return probabilities ? probabilities.map(({ probability }) => probability) : [Number(answer)];
}

test.each(formats)(
  'trees go out as %s, come in again as a version that answers the same, and learn on',
  async (format) => {
    const house = openHouse();
    const table = await importCsv(house, trips(600, 1));
    const trained = await train(house, table, { learner: 'boosted-trees' });
    const { file, name, parity } = await runJob(house.workspace, 'export-trees', {
      versionId: trained.id,
      format,
    });
    expect(name).toBe(`rows v1.${format === 'xgboost' ? 'xgboost.json' : 'lightgbm.txt'}`);
    expect(parity.rows).toBeGreaterThan(50);
    expect(parity.probes).toBe(2000);
    expect(parity.largest).toBeLessThan(1e-6);
    if (format === 'lightgbm') expect(parity.largest).toBe(0);

    const seen = await runJob(house.workspace, 'look-at-trees', {
      tableId: table.id,
      column: 'kind',
      file,
      labels: {},
      matches: {},
    });
    expect(seen).toMatchObject({
      format,
      task: 'multiclass',
      features: ['age [y]', 'home city', 'member'].map((name) => ({ name, column: name })),
      isByOrder: false,
      hasClasses: true,
      proposed: trained.target.classes,
      notes: [],
    });

    const { version } = await runJob(house.workspace, 'import-trees', importing(table, 'kind', file));
    expect(version).toMatchObject({ number: 2, cause: 'imported', learner: { kind: 'boosted-trees' } });
    expect(version.splits).toEqual(trained.splits);
    expect(version.steps).toBe(seen.rounds);
    for (const [at, score] of version.evaluation!.scores.entries())
      expect(score.value).toBeCloseTo(trained.evaluation!.scores[at]!.value, 5);
    for (const row of [
      { 'age [y]': 30, 'home city': 'Łódź', member: true },
      { 'age [y]': null, 'home city': null, member: null },
      { 'age [y]': 61.5, 'home city': 'Rom', member: false },
    ]) {
      const [ours, theirs] = [await asked(house, trained.id, row), await asked(house, version.id, row)];
      for (const [at, chance] of ours.entries()) expect(Math.abs(theirs[at]! - chance)).toBeLessThan(1e-6);
    }

    const { comparison } = await runJob(house.workspace, 'compare', {
      championId: trained.id,
      challengerId: version.id,
    });
    expect(Math.abs(comparison.difference)).toBeLessThan(1e-5);
    await house.workspace.moveAlias(table.projectId, 'champion', version.id, 'it came from elsewhere');
    const { file: archive } = await runJob(house.workspace, 'export-project', {
      projectId: table.projectId,
      passphrase: null,
    });
    const other = openHouse();
    await runJob(other.workspace, 'import-archive', { file: archive, passphrase: null, ifPresent: 'refuse' });
    const plain = { 'age [y]': 30, 'home city': 'Ulm', member: true };
    expect(await asked(other, version.id, plain)).toEqual(await asked(house, version.id, plain));
    const { version: next } = await learnOn(house, table.projectId, trips(300, 2));
    expect(next).toMatchObject({ cause: 'fine-tuned', parents: [version.id] });
  },
);

const { cells, cities, plainCities } = exchange;

/** The rows that the other systems were asked about, with a target of three classes, two classes and a number. */
function askedRows(labels: readonly string[]): Blob {
  const lines = ['age,size m2,city,rooms,size,sold,price'];
  for (let row = 0; row < 4 * exchange.rows; row++) {
    const [size, city, rooms, age] = cells.slice(4 * (row % exchange.rows), 4 * (row % exchange.rows) + 4);
    const label = city === null ? '' : labels[city!]!;
    const target = [['S', 'M', 'L'][row % 3], row % 2 === 0 ? 'sold' : 'kept', row % 7];
    lines.push([age, size ?? '', label, rooms, ...target].join(','));
  }
  return csvBlob(lines.join('\n'));
}

const models = exchange.models.filter(
  ({ name }) => name !== 'unseen category' && name !== 'labels beyond ASCII',
);

test.each(models)(
  'a model that $system has saved answers in a project as it did there: $name',
  async ({ system, text, predicted }) => {
    const house = openHouse();
    const labels = system === 'xgboost' ? plainCities : cities;
    const table = await importCsv(house, askedRows(labels));
    const file = new Blob([text]);
    const classes = /multi/u.test(text) ? ['L', 'S', 'M'] : /binary/u.test(text) ? ['sold', 'kept'] : null;
    const column = classes === null ? 'price' : classes.length === 2 ? 'sold' : 'size';
    const { version } = await runJob(
      house.workspace,
      'import-trees',
      importing(table, column, file, { classes }),
    );
    const outputs = classes && classes.length > 2 ? 3 : 1;
    for (const row of [0, 4, 9, 17, 33]) {
      const [size, city, rooms, age] = cells.slice(4 * row, 4 * row + 4);
      const fields = {
        'size m2': size!,
        city: city === null ? null : labels[city!]!,
        rooms: rooms!,
        age: age!,
      };
      const { probabilities, answer } = await house.workspace.predictRow(version.id, fields);
      for (let output = 0; output < outputs; output++) {
        const label = classes && classes[outputs === 1 ? 1 : output];
        const ours = probabilities?.find((each) => each.label === label)?.probability ?? Number(answer);
        const theirs = predicted[outputs * row + output]!;
        expect(Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs)), `row ${row}`).toBeLessThan(1e-6);
      }
    }
  },
);

test('a label that the trees do not know is answered like a missing one, as in LightGBM', async () => {
  const house = openHouse();
  const table = await importCsv(house, askedRows(cities));
  const { text, predicted } = exchange.models.find(({ name }) => name === 'unseen category')!;
  const request = importing(table, 'sold', new Blob([text]), { classes: ['sold', 'kept'] });
  const { version } = await runJob(house.workspace, 'import-trees', request);
  const [size, , rooms, age] = cells.slice(40, 44);
  const { probabilities } = await house.workspace.predictRow(version.id, {
    ...{ 'size m2': size!, rooms: rooms!, age: age! },
    city: 'Rom',
  });
  const kept = probabilities.find(({ label }) => label === 'kept')!.probability;
  expect(Math.abs(kept - predicted[10]!)).toBeLessThan(1e-6);
});

const binary = exchange.models.find(({ system, name }) => system === 'xgboost' && name === 'binary')!.text;

test.each([
  ['classes', binary, { classes: ['sold', 'bought'] }, 'sold', /the file's classes are "sold", "bought"/u],
  [
    'classes',
    binary.replace('binary:logistic', 'multi:softprob').replace('"num_class":"0"', '"num_class":"1"'),
    {},
    'sold',
    /classes/u,
  ],
  ['target', binary, {}, 'price', /cannot be learnt as binary/u],
  [
    'missing-column',
    binary.replaceAll('"rooms"', '"storeys"'),
    {},
    'sold',
    /no column for 1 of the file's 4 features: "storeys"/u,
  ],
  ['missing-column', binary, {}, 'rooms', /"rooms" is what is predicted here/u],
  [
    'column-kind',
    binary.replace('"rooms","age"', '"size","age"'),
    {},
    'sold',
    /asks for "size" as a number/u,
  ],
  ['categories', binary.replace(/"cats":\{.*?\},"gbtree/u, '"gbtree'), {}, 'sold', /by their numbers alone/u],
  [
    'categories',
    binary.replace(/"cats":\{.*?\},"gbtree/u, '"gbtree'),
    { labels: { city: ['Aix'] } },
    'sold',
    /1 labels were given/u,
  ],
] as const)(
  'what does not go together is refused by name, and nothing is kept: %s',
  async (code, text, choices, column, words) => {
    const house = openHouse();
    const table = await importCsv(house, askedRows(plainCities));
    const before = house.contents();
    const importingIt = runJob(
      house.workspace,
      'import-trees',
      importing(table, column, new Blob([text]), choices),
    );
    const error: unknown = await importingIt.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(words) as string });
    if (code !== 'classes') expect(error).toMatchObject({ code });
    expect(house.contents()).toEqual(before);
  },
);

test('labels that the file lacks can be given from code', async () => {
  const house = openHouse();
  const table = await importCsv(house, askedRows(plainCities));
  const text = binary.replace(/"cats":\{.*?\},"gbtree/u, '"gbtree');
  const choices = { labels: { city: plainCities }, classes: ['kept', 'sold'] };
  const { version } = await runJob(
    house.workspace,
    'import-trees',
    importing(table, 'sold', new Blob([text]), choices),
  );
  expect(version.number).toBe(1);
  expect((await house.workspace.project(table.projectId)).aliases.champion?.versionId).toBe(version.id);
});

/** The file's features under other names, those of categories as well. */
const renamed = (names: readonly string[]) =>
  binary.replace(/"feature_names":\[[^\]]*\]/u, `"feature_names":${JSON.stringify(names)}`);

test('features without a name are proposed the columns in their order, and are those that a person says', async () => {
  const house = openHouse();
  const lines = ['rooms,city,age,size m2,sold'];
  for (let row = 0; row < 4 * exchange.rows; row++) {
    const [size, city, rooms, age] = cells.slice(4 * (row % exchange.rows), 4 * (row % exchange.rows) + 4);
    const label = city === null ? '' : plainCities[city!]!;
    lines.push([rooms, label, age, size ?? '', row % 2 === 0 ? 'sold' : 'kept'].join(','));
  }
  const table = await importCsv(house, csvBlob(lines.join('\n')));
  const look = (file: Blob) =>
    runJob(house.workspace, 'look-at-trees', {
      ...{ tableId: table.id, column: 'sold', file },
      ...{ labels: {}, matches: {} },
    });
  const nameless = new Blob([renamed(['f0', 'f1', 'f2', 'f3'])]);
  const seen = await look(nameless);
  expect(seen.isByOrder).toBe(true);
  expect(seen.features.map(({ column }) => column)).toEqual(['rooms', 'city', 'age', 'size m2']);
  // Another's order is a proposal for a person, never a silent choice.
  const request = importing(table, 'sold', nameless, { classes: ['kept', 'sold'] });
  await expect(runJob(house.workspace, 'import-trees', request)).rejects.toMatchObject({
    code: 'missing-column',
    message: expect.stringContaining('the file has no names for its features') as string,
  });
  const matches = { f0: 'size m2', f1: 'city', f2: 'rooms', f3: 'age' };
  const { version } = await runJob(house.workspace, 'import-trees', { ...request, matches });
  const { predicted } = exchange.models.find(
    ({ system, name }) => system === 'xgboost' && name === 'binary',
  )!;
  const [size, , rooms, age] = cells.slice(36, 40);
  const city = plainCities[cells[37]!]!;
  const { probabilities } = await house.workspace.predictRow(version.id, {
    ...{ 'size m2': size!, city, rooms: rooms!, age: age! },
  });
  const sold = probabilities.find(({ label }) => label === 'sold')!.probability;
  expect(Math.abs(sold - predicted[9]!)).toBeLessThan(1e-6);

  const half = await look(new Blob([renamed(['size m2', 'town', 'rooms', 'years'])]));
  expect(half.isByOrder).toBe(false);
  expect(half.features.map(({ column }) => column)).toEqual(['size m2', null, 'rooms', null]);
  await expect(look(new Blob([renamed(['a', 'b', 'sold', 'rooms'])]))).rejects.toThrow(
    /"sold" is what is predicted here/u,
  );
  const twice = { ...request, matches: { ...matches, f3: 'rooms' } };
  await expect(runJob(house.workspace, 'import-trees', twice)).rejects.toThrow(
    /two of the file's features are the column "rooms"/u,
  );
});

test('a model that is no trees is refused by name', async () => {
  const house = openHouse();
  const table = await importCsv(house, trips(300, 1));
  const { id: versionId } = await train(house, table, { learner: 'linear' });
  await expect(
    runJob(house.workspace, 'export-trees', { versionId, format: 'xgboost' }),
  ).rejects.toMatchObject({
    code: 'no-trees',
    message: expect.stringContaining('train boosted trees') as string,
  });
});
