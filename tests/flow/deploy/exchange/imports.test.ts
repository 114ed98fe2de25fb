import { expect, test } from 'vitest';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import { readTrees } from '../../../../src/flow/deploy/exchange/read-trees.ts';
import { runOf } from '../../../checks/learner.ts';
import exchange from '../../../reference/exchange.json' with { type: 'json' };
import { denseParts } from '../../train/dense-parts.ts';
import { answersOf } from './answers-of.ts';

const { cells, cities, plainCities } = exchange;
const models = exchange.models.map((model) => ({ ...model, bytes: new TextEncoder().encode(model.text) }));

test.each(models)('predicts what $system does: $name', ({ system, name, bytes, predicted }) => {
  const { format, grown, categories, hasClasses, notes } = readTrees(bytes);
  expect(format).toBe(system);
  expect(grown.problem.categories).toEqual({ [grown.problem.features[1]!]: cities.length });
  const labels = system === 'xgboost' ? plainCities : cities;
  if (name === 'labels beyond ASCII') {
    expect(categories).toEqual({});
    expect(notes).toEqual([expect.stringContaining('"city"')]);
  } else expect(categories).toEqual({ city: { labels, hasOther: false, hasMissing: false } });
  expect(hasClasses).toBe(false);
  // Both hand on a label that they do not know as a missing one.
  const asked = name === 'unseen category' ? cells.map((cell, at) => (at % 4 === 1 ? null : cell)) : cells;
  const ours = answersOf(grown, asked);
  expect(ours.length).toBe(predicted.length);
  for (const [at, theirs] of predicted.entries())
    expect(Math.abs(ours[at]! - theirs) / Math.max(1, Math.abs(theirs)), `answer ${at}`).toBeLessThan(1e-6);
});

test.each(models)('what came from $system learns on: $name', async ({ bytes, predicted }) => {
  const { grown } = readTrees(bytes);
  const { features, task, classes } = grown.problem;
  const learner = boostedTrees.adopt(grown, boostedTrees.defaults, denseParts);
  const data = Float32Array.from(cells, (cell) => cell ?? NaN);
  const y = Float32Array.from({ length: exchange.rows }, (_, row) =>
    task === 'regression' ? 3 + (row % 3) : row % classes.length,
  );
  const batch = { x: { rows: exchange.rows, features, data }, y, weights: null };
  await learner.update(batch, { ...runOf(), hasConceptChanged: false });
  expect(learner.grown().ensemble.trees.length).toBeGreaterThan(grown.ensemble.trees.length);
  const after = boostedTrees.load(learner.save(), denseParts).predict(batch.x);
  expect(after.values.every(Number.isFinite)).toBe(true);
  expect([...after.values]).not.toEqual(predicted);
});

test('the conditions of splits of categories, which XGBoost wrote as NaN before version 3, are no damage, and texts are left as they are', () => {
  const { text, predicted } = exchange.models.find(
    ({ system, name }) => system === 'xgboost' && name === 'binary',
  )!;
  const file = JSON.parse(text) as {
    learner: {
      feature_names: string[];
      gradient_booster: { model: { trees: { split_conditions: number[]; split_type: number[] }[] } };
    };
  };
  file.learner.feature_names[0] = 'a, NaN,NaN,Infinity "b"';
  for (const tree of file.learner.gradient_booster.model.trees)
    tree.split_conditions = tree.split_conditions.map((condition, node) =>
      tree.split_type[node] === 1 ? 123456 : condition,
    );
  const written = JSON.stringify(file).replaceAll('123456', 'NaN');
  expect(written).toContain('"split_conditions":[NaN,');
  const { grown } = readTrees(new TextEncoder().encode(written));
  expect(grown.problem.features[0]).toBe('a, NaN,NaN,Infinity "b"');
  const ours = answersOf(grown, cells);
  for (const [at, theirs] of predicted.entries()) expect(Math.abs(ours[at]! - theirs)).toBeLessThan(1e-6);
  const leaf = written.replace(/(?<="split_conditions":\[[^\]]*)[-\d.E]+(?=\])/u, 'NaN');
  expect(() => readTrees(new TextEncoder().encode(leaf))).toThrow(/split_conditions\[\d+\]" is null/u);
});
