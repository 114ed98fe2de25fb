import { expect, test } from 'vitest';
import { cellText } from '../../../src/core/column.ts';
import type { Target } from '../../../src/core/schema.ts';
import { predictionColumns } from '../../../src/flow/deploy/prediction-columns.ts';

const species: Target = { column: 'species', task: 'multiclass', classes: ['Adelie', 'Chinstrap', 'Gentoo'] };
const prediction = {
  rows: 3,
  outputs: 3,
  values: Float32Array.of(0.5, 0.25, 0.25, 0, 0.25, 0.75, 0.5, 0.5, 0),
};

test('a classification gets its likeliest class and a probability for each', () => {
  const columns = predictionColumns(species, prediction, ['species', 'mass']);
  expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['predicted species', 'category'],
    ['probability Adelie', 'number'],
    ['probability Chinstrap', 'number'],
    ['probability Gentoo', 'number'],
  ]);
  // Where two are equally likely it is the first one.
  expect([0, 1, 2].map((row) => cellText(columns[0]!, row))).toEqual(['Adelie', 'Gentoo', 'Adelie']);
  expect(columns.slice(1).map(({ values }) => [...values])).toEqual([
    [0.5, 0, 0.5],
    [0.25, 0.25, 0.5],
    [0.25, 0.75, 0],
  ]);
});

test('a regression gets its value alone', () => {
  const target: Target = { column: 'price', task: 'regression', classes: [] };
  const values = Float32Array.of(1.5, -2);
  expect(predictionColumns(target, { rows: 2, outputs: 1, values }, [])).toEqual([
    { kind: 'number', name: 'predicted price', values: Float64Array.of(1.5, -2) },
  ]);
});

test('a name that is taken, by the file or by another class, gets a number', () => {
  const taken = ['predicted species', 'predicted species 2', 'probability Gentoo'];
  expect(predictionColumns(species, prediction, taken).map(({ name }) => name)).toEqual([
    'predicted species 3',
    'probability Adelie',
    'probability Chinstrap',
    'probability Gentoo 2',
  ]);
});

test('a file without rows gets the same columns, empty', () => {
  const none = predictionColumns(species, { rows: 0, outputs: 3, values: new Float32Array() }, []);
  expect(none.map(({ values }) => values.length)).toEqual([0, 0, 0, 0]);
});
