import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PerennialError } from '../../../../src/core/errors.ts';
import { writeLightgbm } from '../../../../src/flow/deploy/exchange/lightgbm-write.ts';
import { readTrees } from '../../../../src/flow/deploy/exchange/read-trees.ts';
import { writeXgboost } from '../../../../src/flow/deploy/exchange/xgboost-write.ts';
import exchange from '../../../reference/exchange.json' with { type: 'json' };
import { answersOf } from './answers-of.ts';
import { arbitraryRows, arbitraryTrees, TREE_CASES } from './arbitrary-trees.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const textOf = (system: string, name: string) =>
  exchange.models.find((model) => model.system === system && model.name === name)!.text;

const anyCase = fc.constantFrom(...TREE_CASES);
const anySeed = fc.integer({ min: 1, max: 2 ** 31 });

test('whatever the trees are, those that come back say the same', () => {
  fc.assert(
    fc.property(anyCase, anySeed, (each, seed) => {
      const named = arbitraryTrees(each, seed);
      const rows = arbitraryRows(named, 20, seed + 1);
      const ours = answersOf(named.grown, rows);
      expect(answersOf(readTrees(encode(writeLightgbm(named))).grown, rows)).toEqual(ours);
      const rounded = answersOf(readTrees(encode(writeXgboost(named))).grown, rows);
      for (const [at, value] of rounded.entries()) expect(Math.abs(value - ours[at]!)).toBeLessThan(1e-6);
    }),
    { numRuns: 60 },
  );
});

test('the sizes of trees are those of their bytes', () => {
  for (const each of TREE_CASES) {
    const text = writeLightgbm(arbitraryTrees(each, 3));
    const sizes = /^tree_sizes=(.*)$/mu.exec(text)![1]!.split(' ').map(Number);
    let at = encode(text.slice(0, text.indexOf('Tree=0'))).length;
    const bytes = encode(text);
    for (const [number, size] of sizes.entries()) {
      expect(new TextDecoder().decode(bytes.slice(at, at + size))).toMatch(
        new RegExp(`^Tree=${number}\\n[^]*\\n\\n\\n$`, 'u'),
      );
      at += size;
    }
    expect(new TextDecoder().decode(bytes.slice(at))).toMatch(/^end of trees\n/u);
  }
});

test('a condition that every number is below is read as XGBoost writes it again', () => {
  const named = arbitraryTrees(TREE_CASES[0]!, 5);
  const text = writeXgboost(named);
  expect(text).toContain('1e39');
  const again = readTrees(encode(text.replaceAll('1e39', 'Infinity')));
  const rows = arbitraryRows(named, 50, 6);
  expect(answersOf(again.grown, rows)).toEqual(answersOf(readTrees(encode(text)).grown, rows));
});

/** Some characters of a file become others, or go. */
const anyMutation = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    by: fc.oneof(
      fc.constantFrom(
        '',
        '-1',
        '0',
        '99999',
        '1e300',
        'NaN',
        'null',
        '[',
        ']',
        '{',
        '}',
        '"',
        ' ',
        '\n',
        ',',
      ),
      fc.string({ maxLength: 4 }),
      fc.constantFrom('"__proto__"', 'constructor', '4294967296', 'Tree=0', '-2147483648', 'is_linear=1'),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

test.each(exchange.models)(
  'a changed file is refused in words, or answers with numbers: $system, $name',
  ({ text }) => {
    fc.assert(
      fc.property(anyMutation, (mutations) => {
        let changed = text;
        for (const { at, length, by } of mutations) {
          const start = Math.floor(at * changed.length);
          changed = changed.slice(0, start) + by + changed.slice(start + length);
        }
        try {
          const { grown } = readTrees(encode(changed));
          const width = grown.problem.features.length;
          const answers = answersOf(grown, new Array<null>(2 * width).fill(null));
          // What a leaf holds may have become as large as a number can be, but never is no number.
          expect(answers.some(Number.isNaN)).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(PerennialError);
        }
      }),
      { numRuns: 120 },
    );
  },
);

test.each([
  ['no text', Uint8Array.of(0x7b, 0x4c, 0xff, 0xfe), 'exchange-unknown', /not ".ubj"/u],
  ['another text', encode('hello'), 'exchange-unknown', /neither a model of XGBoost in JSON nor/u],
  ['a table', encode('a,b\n1,2\n'), 'exchange-unknown', /save_model/u],
  ['nothing', new Uint8Array(), 'exchange-unknown', /neither/u],
  ['JSON of something else', encode('{"a":1}'), 'exchange-damaged', /"learner" is no object/u],
  ['JSON that is cut off', encode('{"learner":'), 'exchange-damaged', /cut off/u],
  ['deep JSON', encode(`{"learner":${'['.repeat(200_000)}`), 'exchange-damaged', /cut off/u],
])('what is no model is refused: %s', (_, bytes, code, words) => {
  expect(() => readTrees(bytes)).toThrow(words);
  expect(() => readTrees(bytes)).toThrow(expect.objectContaining({ code, stage: 'deploy' }));
});

const xgboost = textOf('xgboost', 'binary');
const lightgbm = textOf('lightgbm', 'binary');
const quantiles = textOf('xgboost', 'quantile');

test.each([
  [
    'ranking',
    xgboost.replace('binary:logistic', 'rank:ndcg'),
    /its objective is "rank:ndcg"; train it with one of/u,
  ],
  ['linear', xgboost.replace('"name":"gbtree"', '"name":"gblinear"'), /its booster is "gblinear"/u],
  ['several targets', xgboost.replace('"num_target":"1"', '"num_target":"2"'), /it predicts 2 targets/u],
  ['several quantiles', quantiles.replace('[3E-1]', '[3E-1,7E-1]'), /it predicts 2 quantiles/u],
  [
    'vectors in leaves',
    xgboost.replace('"size_leaf_vector":"1"', '"size_leaf_vector":"3"'),
    /hold a vector each/u,
  ],
  ['ranking', lightgbm.replace('objective=binary sigmoid:1', 'objective=lambdarank'), /"lambdarank"/u],
  [
    'one against all',
    lightgbm.replace('objective=binary sigmoid:1', 'objective=multiclassova num_class:3'),
    /ova/u,
  ],
  [
    'roots',
    lightgbm.replace('objective=binary sigmoid:1', 'objective=regression sqrt'),
    /"regression sqrt"/u,
  ],
  ['linear trees', lightgbm.replace('is_linear=0', 'is_linear=1'), /linear_tree=false/u],
  ['zero as missing', lightgbm.replace(/decision_type=10/u, 'decision_type=6'), /zero_as_missing=false/u],
  ['newer', lightgbm.replace('version=v4', 'version=v9'), /its format is "v9"/u],
])('what cannot be taken in is refused by name, with the way out: %s', (_, text, words) => {
  expect(() => readTrees(encode(text))).toThrow(words);
  expect(() => readTrees(encode(text))).toThrow(expect.objectContaining({ code: 'exchange-unsupported' }));
});

test.each([
  ['a circle', lightgbm.replace(/left_child=\S+/u, 'left_child=0'), /two ways lead to its place 0/u],
  ['a child that is none', lightgbm.replace(/right_child=\S+/u, 'right_child=77'), /has the child 77/u],
  [
    'a feature that is none',
    lightgbm.replace(/split_feature=\S+/u, 'split_feature=9'),
    /asks for the feature 9/u,
  ],
  ['too few numbers', lightgbm.replace(/leaf_value=\S+ /u, 'leaf_value='), /"leaf_value" of "Tree=0" has/u],
  ['no end', lightgbm.slice(0, 900), /cut off/u],
  [
    'two of a name',
    lightgbm.replace('feature_names=size_m2 city', 'feature_names=city city'),
    /called "city"/u,
  ],
  [
    'a name of all objects',
    lightgbm.replace('feature_names=size_m2', 'feature_names=__proto__'),
    /"__proto__"/u,
  ],
  ['a circle', xgboost.replace('"left_children":[1', '"left_children":[0'), /two ways lead to its place 0/u],
  [
    'a chance of 2',
    xgboost.replace(/"base_score":"[^"]*"/u, '"base_score":"2"'),
    /a chance lies between 0 and 1/u,
  ],
  [
    'a huge category',
    xgboost.replace(/"categories":\[\d/u, '"categories":[900000'),
    /names the category 900000/u,
  ],
  [
    'features without an end',
    xgboost
      .replace(/"feature_names":\[[^\]]*\]/u, '"feature_names":[]')
      .replaceAll('"num_feature":"4"', '"num_feature":"900000000"'),
    /without a name/u,
  ],
])('what would do harm is refused: %s', (_, text, words) => {
  expect(() => readTrees(encode(text))).toThrow(words);
  expect(() => readTrees(encode(text))).toThrow(expect.objectContaining({ code: 'exchange-damaged' }));
});
