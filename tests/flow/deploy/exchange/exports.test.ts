import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrees } from '../../../../src/flow/deploy/exchange/read-trees.ts';
import { writeLightgbm } from '../../../../src/flow/deploy/exchange/lightgbm-write.ts';
import { writeXgboost } from '../../../../src/flow/deploy/exchange/xgboost-write.ts';
import exchange from '../../../reference/exchange.json' with { type: 'json' };
import { answersOf } from './answers-of.ts';
import { arbitraryRows, arbitraryTrees, TREE_CASES } from './arbitrary-trees.ts';

const ROWS = 50;

const exported = TREE_CASES.flatMap((each) => {
  const name = `${each.task}-${each.loss}-${each.rounds}`;
  const named = arbitraryTrees(each, 5);
  const rows = arbitraryRows(named, ROWS, 6);
  return [
    { name: `${name}.json`, named, rows, text: writeXgboost(named) },
    { name: `${name}.txt`, named, rows, text: writeLightgbm(named) },
  ];
});

const folder = process.env['EXCHANGE_FOLDER'];
if (folder) {
  mkdirSync(folder, { recursive: true });
  for (const { name, text, rows } of exported) {
    writeFileSync(join(folder, name), text);
    const cells = Array.from({ length: ROWS }, (_, row) => rows.slice(4 * row, 4 * row + 4));
    writeFileSync(join(folder, name.replace(/\.\w+$/u, '.rows.json')), JSON.stringify(cells));
  }
}

test.each(exported)(
  'what is exported is what XGBoost and LightGBM have read, and they predict the same: $name',
  ({ name, named, rows, text }) => {
    const reference = exchange.exports.find((each) => each.name === name)!;
    expect(createHash('sha256').update(text).digest('hex')).toBe(reference.sha256);
    const ours = answersOf(named.grown, rows);
    expect(ours.length).toBe(reference.predicted.length);
    for (const [at, theirs] of reference.predicted.entries())
      expect(Math.abs(ours[at]! - theirs) / Math.max(1, Math.abs(theirs)), `answer ${at}`).toBeLessThan(1e-6);
  },
);

test.each(exported)('what is exported can be taken in again: $name', ({ name, named, rows, text }) => {
  const back = readTrees(new TextEncoder().encode(text));
  expect(back.format).toBe(name.endsWith('.json') ? 'xgboost' : 'lightgbm');
  expect(back.grown.problem).toEqual(named.grown.problem);
  expect(back.categories).toEqual(named.categories);
  expect(back.hasClasses).toBe(named.grown.problem.task !== 'regression');
  const { loss, quantile, deviation } = named.grown;
  expect(back.grown.loss).toBe(loss);
  if (loss === 'quantile') expect(back.grown.quantile).toBe(quantile);
  if (loss === 'huber') expect(back.grown.deviation).toBe(deviation);
  const [ours, again] = [answersOf(named.grown, rows), answersOf(back.grown, rows)];
  if (back.format === 'lightgbm') expect(again).toEqual(ours);
  for (const [at, value] of ours.entries()) expect(Math.abs(again[at]! - value)).toBeLessThan(1e-6);
});
