import type { GrownTrees } from '../../../core/grown-trees.ts';
import type { Json } from '../../../core/json.ts';
import type { Tree } from '../../../core/trees.ts';
import { ABOUT_KEY, readAbout } from './about.ts';
import { CategorySets } from './category-sets.ts';
import { treesDamaged, treesUnsupported } from './failures.ts';
import { checkNames } from './feature-names.ts';
import type { ForeignTrees } from './foreign-trees.ts';
import { JsonShape } from './json-shape.ts';
import { checkClasses, countCategories, problemOf } from './read-problem.ts';
import { readXgboostCategories } from './xgboost-categories.ts';
import { XGBOOST_OBJECTIVES, type XgboostObjective } from './xgboost-objectives.ts';
import { readXgboostTree } from './xgboost-tree.ts';

const refuse = (what: string): never => {
  throw treesDamaged('xgboost', what);
};
const shape = new JsonShape(refuse);

/**
 * A model as XGBoost's `save_model("model.json")` writes it (versions 1.6 to 3.x: "gbtree", or "dart", whose weights go into the leaves).
 *
 * Scores are summed as numbers of 64 bits here and of 32 there: probabilities are equal to about 1e-6, values to about 1e-6 of their size.
 *
 * @throws PerennialError `exchange-damaged`; `exchange-unsupported`, naming what it is that no model here can do
 */
export function readXgboost(file: Json): ForeignTrees {
  const learner = shape.object(shape.at(file, 'learner'), 'learner');
  const parameters = shape.object(shape.at(learner, 'learner_model_param'), 'learner.learner_model_param');
  const objective = shape.object(shape.at(learner, 'objective'), 'learner.objective');
  const { task, loss } = objectiveIn(objective);
  if (shape.at(parameters, 'num_target') !== undefined) {
    const targets = shape.count(shape.at(parameters, 'num_target'), 'num_target');
    if (targets > 1)
      throw treesUnsupported('xgboost', `it predicts ${targets} targets`, 'train a model for each');
  }
  const classCount = shape.count(shape.at(parameters, 'num_class') ?? '0', 'num_class');
  const outputs = task === 'multiclass' ? classCount : 1;
  const about = aboutIn(learner);
  const features = featuresIn(learner, shape.count(shape.at(parameters, 'num_feature'), 'num_feature'));
  if (about && about.features.length !== features.length)
    refuse(`its note names ${about.features.length} features; it has ${features.length}`);
  const { model, weights } = boosterIn(learner);
  const sets = new CategorySets(refuse);
  const listed = shape.list(shape.at(model, 'trees'), 'trees');
  const read = listed.map((tree, at) =>
    scaled(
      readXgboostTree(tree, `trees[${at}]`, features.length, { shape, sets, refuse }),
      weights?.[at] ?? 1,
    ),
  );
  if (weights && weights.length !== read.length)
    refuse(`"weight_drop" has ${weights.length} numbers for ${read.length} trees`);
  const trees = inRounds(
    read,
    shape.numbers(shape.at(model, 'tree_info'), 'tree_info', read.length),
    outputs,
  );
  const base = baseOf(shape.at(parameters, 'base_score'), task, loss, outputs);
  const names = about?.features ?? features;
  const { labels, damaged } = about
    ? { labels: about.categories, damaged: new Map<string, number>() }
    : labelsIn(model, features);
  const classes = checkClasses(task, outputs, about?.classes ?? null, refuse);
  const problem = problemOf(
    task,
    names,
    classes,
    countCategories(trees, names, labels, knownCategories(learner, features, damaged)),
  );
  const grown: GrownTrees = {
    ...{ problem, loss, ensemble: { base, trees } },
    quantile: loss === 'quantile' ? quantileIn(objective) : 0.5,
    deviation: loss === 'huber' ? slopeIn(objective) : 1,
  };
  return {
    format: 'xgboost',
    grown,
    categories: labels,
    hasClasses: about !== null && task !== 'regression',
    notes: notesOn(learner, read.length / outputs, weights !== null, damaged),
  };
}

function objectiveIn(objective: Json): XgboostObjective {
  const name = shape.text(shape.at(objective, 'name'), 'learner.objective.name');
  const known = XGBOOST_OBJECTIVES.get(name);
  if (known) return known;
  throw treesUnsupported(
    'xgboost',
    `its objective is "${name.slice(0, 60)}"`,
    `train it with one of ${[...XGBOOST_OBJECTIVES.keys()].join(', ')}`,
  );
}

function aboutIn(learner: Json) {
  const note = shape.at(shape.at(learner, 'attributes'), ABOUT_KEY);
  return note === undefined ? null : readAbout(shape.text(note, `attributes.${ABOUT_KEY}`), shape, refuse);
}

/** Without names they are called f0, f1, ... as XGBoost does. */
function featuresIn(learner: Json, count: number): readonly string[] {
  const names = shape.texts(shape.at(learner, 'feature_names') ?? [], 'learner.feature_names');
  if (names.length > 0 && names.length !== count) refuse(`it names ${names.length} features of ${count}`);
  if (names.length > 0) return checkNames(names, refuse);
  // Counted first: a number alone must not fill the memory.
  if (count > 2 ** 16) refuse(`it has ${count} features without a name`);
  return checkNames(
    Array.from({ length: count }, (_, at) => `f${at}`),
    refuse,
  );
}

function boosterIn(learner: Json): { readonly model: Json; readonly weights: readonly number[] | null } {
  const booster = shape.object(shape.at(learner, 'gradient_booster'), 'learner.gradient_booster');
  const name = shape.text(shape.at(booster, 'name'), 'learner.gradient_booster.name');
  if (name === 'gbtree') return { model: shape.object(shape.at(booster, 'model'), 'model'), weights: null };
  if (name === 'dart') {
    const inner = shape.object(shape.at(booster, 'gbtree'), 'learner.gradient_booster.gbtree');
    const weights = shape.numbers(shape.at(booster, 'weight_drop'), 'weight_drop');
    return { model: shape.object(shape.at(inner, 'model'), 'model'), weights };
  }
  throw treesUnsupported(
    'xgboost',
    `its booster is "${name.slice(0, 60)}", which is no trees`,
    'train it with booster="gbtree"',
  );
}

function scaled(tree: Tree, by: number): Tree {
  return by === 1 ? tree : { ...tree, values: tree.values.map((value) => value * by) };
}

/** One tree of each output a round; parallel trees of one output become rounds of their own. */
function inRounds(trees: readonly Tree[], outputsOf: readonly number[], outputs: number): readonly Tree[] {
  const own = Array.from({ length: outputs }, (): Tree[] => []);
  for (const [at, output] of outputsOf.entries())
    (own[output] ?? refuse(`"tree_info[${at}]" is ${output}; its outputs go from 0 to ${outputs - 1}`)).push(
      trees[at]!,
    );
  const rounds = own[0]!.length;
  for (const [output, { length }] of own.entries())
    if (length !== rounds) refuse(`output 0 has ${rounds} trees, and output ${output} has ${length}`);
  return Array.from({ length: rounds * outputs }, (_, at) => own[at % outputs]![Math.floor(at / outputs)]!);
}

/** As scores: a chance is told as such, and a count's logarithm is taken; in the precision in which XGBoost does. */
function baseOf(
  value: Json | undefined,
  task: XgboostObjective['task'],
  loss: XgboostObjective['loss'],
  outputs: number,
): Float64Array<ArrayBuffer> {
  const text = shape.text(value, 'base_score');
  const told = text
    .replace(/^\[|\]$/gu, '')
    .split(',')
    .map((part) => Math.fround(Number(part || NaN)));
  if ((told.length !== 1 && told.length !== outputs) || !told.every(Number.isFinite))
    refuse(
      `"base_score" is "${text.slice(0, 60)}"; it takes one number, or one for each of ${outputs} outputs`,
    );
  return Float64Array.from({ length: outputs }, (_, output) => {
    const score = told[told.length === 1 ? 0 : output]!;
    if (task === 'binary') {
      if (!(score > 0 && score < 1)) refuse(`"base_score" is ${score}; a chance lies between 0 and 1`);
      return Math.fround(-Math.log(Math.fround(Math.fround(1 / score) - 1)));
    }
    if (task === 'multiclass' || loss !== 'poisson') return score;
    if (!(score > 0)) refuse(`"base_score" is ${score}; a count is above 0`);
    return Math.fround(Math.log(score));
  });
}

function labelsIn(model: Json, features: readonly string[]): ReturnType<typeof readXgboostCategories> {
  const cats = shape.at(model, 'cats');
  return cats === undefined
    ? { labels: {}, damaged: new Map() }
    : readXgboostCategories(cats, features, shape, refuse);
}

/** Of each feature how many categories it has at least; 0: a number. */
function knownCategories(
  learner: Json,
  features: readonly string[],
  damaged: ReadonlyMap<string, number>,
): readonly number[] {
  const types = shape.texts(shape.at(learner, 'feature_types') ?? [], 'learner.feature_types');
  return features.map((name, at) => damaged.get(name) ?? Number(types[at] === 'c'));
}

function quantileIn(objective: Json): number {
  const found = shape.at(shape.at(objective, 'quantile_loss_param'), 'quantile_alpha');
  const text = shape.text(found, 'quantile_alpha');
  const shares = text
    .replace(/^\[|\]$/gu, '')
    .split(',')
    .map(Number);
  if (shares.length > 1)
    throw treesUnsupported('xgboost', `it predicts ${shares.length} quantiles`, 'train a model for each');
  const share = shares[0]!;
  return share >= 0.001 && share <= 0.999
    ? share
    : refuse(`"quantile_alpha" is "${text.slice(0, 40)}"; quantiles go from 0.001 to 0.999`);
}

function slopeIn(objective: Json): number {
  const text = shape.text(shape.at(shape.at(objective, 'pseudo_huber_param'), 'huber_slope'), 'huber_slope');
  const slope = Number(text || NaN);
  return Number.isFinite(slope) && slope > 0 ? slope : refuse(`"huber_slope" is "${text.slice(0, 40)}"`);
}

function notesOn(
  learner: Json,
  rounds: number,
  isDart: boolean,
  damaged: ReadonlyMap<string, number>,
): readonly string[] {
  const best = shape.at(shape.at(learner, 'attributes'), 'best_iteration');
  const notes: string[] = [];
  if (typeof best === 'string' && Number(best) + 1 < rounds)
    notes.push(
      `Its training was best after round ${Number(best) + 1}; all ${rounds} rounds are taken, as Booster.predict does.`,
    );
  if (isDart) notes.push('The weights of its dropped trees are in their leaves now.');
  for (const name of damaged.keys())
    notes.push(
      `XGBoost has cut the labels of "${name.slice(0, 60)}" wrongly, as it does beyond ASCII: its categories have only numbers.`,
    );
  return notes;
}
