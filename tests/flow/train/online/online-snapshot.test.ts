import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { Problem } from '../../../../src/core/learner.ts';
import { gaussianNaiveBayes } from '../../../../src/flow/train/online/gaussian-naive-bayes.ts';
import { onlineLearnerKind } from '../../../../src/flow/train/online/online-learner-kind.ts';
import { runOf } from '../../../checks/learner.ts';
import { denseParts } from '../dense-parts.ts';

const kind = onlineLearnerKind(gaussianNaiveBayes);
const problem: Problem = {
  task: 'binary',
  features: ['a', 'colour'],
  classes: ['no', 'yes'],
  categories: { colour: 3 },
};
const known = { names: ['a', 'colour'], categories: [0, 3] };
const learner = kind.create(problem, kind.defaults, denseParts);
const x = { rows: 4, features: problem.features, data: Float32Array.of(1, 0, 2, 1, 3, 2, 4, 0) };
const batch = { x, y: Float32Array.of(0, 1, 0, 1), weights: null };
await learner.fit(batch, batch, runOf());
const snapshot = learner.save();

test('a snapshot of its own is taken up', () => {
  const loaded = kind.load(snapshot, denseParts);
  expect(loaded.problem).toEqual(problem);
  expect(loaded.predict(x)).toEqual(learner.predict(x));
});

test.each<[string, JsonObject]>([
  ['no problem', { problem: null }],
  ['a task that there is not', { problem: { ...problem, task: 'ranking' } }],
  ['features that are no texts', { problem: { ...problem, features: [1, 2] } }],
  ['a feature twice', { problem: { ...problem, features: ['a', 'a'] } }],
  ['no category of a feature', { problem: { ...problem, categories: { colour: 0 } } }],
  ['more categories than it knows', { problem: { ...problem, categories: { colour: 4 } } }],
  ['a number where it knows categories', { problem: { ...problem, categories: {} } }],
  ['a feature that it does not know', { problem: { ...problem, features: ['a', 'b'] } }],
  ['options that are none', { options: [] }],
  ['nothing known', { known: {} }],
  ['a name known twice', { known: { ...known, names: ['a', 'a'] } }],
  ['fewer counts than names', { known: { ...known, categories: [0] } }],
  ['a count that is no whole number', { known: { ...known, categories: [0, 2.5] } }],
  ['a count that no memory holds', { known: { ...known, categories: [0, 2 ** 40] } }],
  [
    'counts that no memory holds together',
    { known: { names: ['a', 'colour', 'c', 'd'], categories: [0, 3, 2 ** 24, 2 ** 24] } },
  ],
  ['a model that is none', { model: 7 }],
  ['something more', { more: 1 }],
])('one with %s is refused', (_, wrong) => {
  const header = { ...snapshot.header, ...wrong };
  expect(() => kind.load({ ...snapshot, header }, denseParts)).toThrowError(
    expect.objectContaining({ code: 'snapshot-format' }) as Error,
  );
});

test.each(['problem', 'options', 'known', 'model'])('one without %s is refused', (name) => {
  const kept = Object.entries(snapshot.header).filter(([key]) => key !== name);
  const header = Object.fromEntries(kept);
  expect(() => kind.load({ ...snapshot, header }, denseParts)).toThrowError(
    expect.objectContaining({ code: 'snapshot-format' }) as Error,
  );
});
