import type { GrownTrees } from '../../../core/grown-trees.ts';
import type { Json } from '../../../core/json.ts';
import { readAbout } from './about.ts';
import { CategorySets, MOST_CATEGORY } from './category-sets.ts';
import { treesDamaged, treesUnsupported } from './failures.ts';
import { checkNames } from './feature-names.ts';
import type { CategoryNames, ForeignTrees } from './foreign-trees.ts';
import { JsonShape } from './json-shape.ts';
import { LIGHTGBM_OBJECTIVES } from './lightgbm-objectives.ts';
import { lightgbmSections, type LightgbmSections } from './lightgbm-sections.ts';
import { readLightgbmTree } from './lightgbm-tree.ts';
import { checkClasses, countCategories, problemOf } from './read-problem.ts';

const refuse = (what: string): never => {
  throw treesDamaged('lightgbm', what);
};
const shape = new JsonShape(refuse);

/**
 * A model as LightGBM's `save_model("model.txt")` writes it (versions 2 to 4 of the format; "gbdt", "dart", and "rf", whose mean goes into
 * the leaves).
 *
 * Values that are no numbers of 32 bits are rounded to such before they are asked about: where one lies closer to a threshold than that, it may go to the
 * other side.
 *
 * @throws PerennialError `exchange-damaged`; `exchange-unsupported`, naming what it is that no model here can do
 */
export function readLightgbm(text: string): ForeignTrees {
  const sections = lightgbmSections(text, refuse);
  const { head } = sections;
  const version = head.get('version') ?? '';
  if (!['v2', 'v3', 'v4'].includes(version))
    throw treesUnsupported('lightgbm', `its format is "${version.slice(0, 20)}"`, 'v2, v3 and v4 are read');
  const { task, loss, factor } = objectiveIn(head.get('objective') ?? '');
  const outputs = countIn(head, 'num_tree_per_iteration');
  if (task === 'multiclass' ? outputs !== countIn(head, 'num_class') : outputs !== 1)
    refuse(`it has ${outputs} trees an iteration for ${head.get('num_class') ?? 'no'} classes`);
  const features = checkNames((head.get('feature_names') ?? '').split(' '), refuse);
  if (countIn(head, 'max_feature_idx') !== features.length - 1)
    refuse(`it names ${features.length} features; the last has the number ${head.get('max_feature_idx')}`);
  const about = sections.about === null ? null : readAbout(sections.about, shape, refuse);
  if (about && about.features.length !== features.length)
    refuse(`its note names ${about.features.length} features; it has ${features.length}`);
  const sets = new CategorySets(refuse);
  const read = sections.trees.map((fields, at) =>
    readLightgbmTree(fields, `Tree=${at}`, features.length, { sets, refuse }),
  );
  if (read.length % outputs !== 0) refuse(`it has ${read.length} trees, ${outputs} an iteration`);
  const isMean = head.has('average_output');
  const by = isMean ? (factor * outputs) / read.length : factor;
  const trees =
    by === 1 ? read : read.map((tree) => ({ ...tree, values: tree.values.map((value) => value * by) }));
  const infos = infosIn(head, features.length);
  const names = about?.features ?? features;
  const labels = about?.categories ?? labelsIn(sections, features, infos);
  const classes = checkClasses(task, outputs, about?.classes ?? null, refuse);
  const counts = countCategories(trees, names, labels, infos);
  const grown: GrownTrees = {
    problem: problemOf(task, names, classes, counts),
    loss,
    quantile: loss === 'quantile' ? alphaIn(sections, 0.001, 0.999) : 0.5,
    deviation: loss === 'huber' ? alphaIn(sections, Number.MIN_VALUE, Number.MAX_VALUE) : 1,
    ensemble: { base: new Float64Array(outputs), trees },
  };
  return {
    format: 'lightgbm',
    grown,
    categories: labels,
    hasClasses: about !== null && task !== 'regression',
    notes: isMean ? ['It is a forest, whose trees are averaged: each leaf holds its share now.'] : [],
  };
}

/** `binary sigmoid:2`: what a score is multiplied with goes into the leaves. */
function objectiveIn(text: string) {
  const [name = '', ...words] = text.split(' ');
  const known = LIGHTGBM_OBJECTIVES.get(name);
  const sigmoid = words.find((word) => word.startsWith('sigmoid:'))?.slice('sigmoid:'.length);
  const factor = Number(sigmoid ?? 1);
  const isOdd = words.some((word) => !/^(sigmoid|num_class|alpha):/u.test(word));
  if (!known || isOdd)
    throw treesUnsupported(
      'lightgbm',
      text === '' ? 'it does not say its objective' : `its objective is "${text.slice(0, 60)}"`,
      `train it with one of ${[...LIGHTGBM_OBJECTIVES.keys()].join(', ')}`,
    );
  if (!(Number.isFinite(factor) && factor > 0)) refuse(`its sigmoid is "${sigmoid}"`);
  return { ...known, factor: known.task === 'binary' ? factor : 1 };
}

function countIn(head: LightgbmSections['head'], key: string): number {
  const text = head.get(key);
  const number = Number(text || NaN);
  return Number.isSafeInteger(number) && number >= 0 && (number > 0 || key === 'max_feature_idx')
    ? number
    : refuse(`"${key}" is "${(text ?? '').slice(0, 40)}", where a count belongs`);
}

/** Of each feature how many categories its training rows had at least: "3:0:-1" are categories, "[0:3]" numbers, "none" neither. */
function infosIn(head: LightgbmSections['head'], features: number): readonly number[] {
  const infos = (head.get('feature_infos') ?? '').split(' ');
  if (infos.length !== features)
    refuse(`"feature_infos" tells of ${infos.length} features; there are ${features}`);
  return infos.map((info) => {
    if (!/^-?\d+(:-?\d+)*$/u.test(info)) return 0;
    const largest = info.split(':').reduce((most, part) => Math.max(most, Number(part)), 0);
    return largest <= MOST_CATEGORY ? largest + 1 : refuse(`"feature_infos" names the category ${largest}`);
  });
}

/** The labels that pandas gave the categories, which stand in the order of the columns. */
function labelsIn(
  { pandasCategorical, parameters }: LightgbmSections,
  features: readonly string[],
  infos: readonly number[],
): Readonly<Record<string, CategoryNames>> {
  if (pandasCategorical === null || pandasCategorical.trim() === 'null') return {};
  let found: Json;
  try {
    found = JSON.parse(pandasCategorical) as Json;
  } catch {
    return refuse('"pandas_categorical" is not JSON');
  }
  const lists = shape.list(found, 'pandas_categorical').map((list, at) => {
    const labels = shape.list(list, `pandas_categorical[${at}]`).map((label) => {
      if (typeof label === 'object') return refuse(`"pandas_categorical[${at}]" holds what is no label`);
      return String(label);
    });
    if (new Set(labels).size < labels.length) refuse(`two labels of "pandas_categorical[${at}]" are one`);
    return { labels, hasOther: false, hasMissing: false };
  });
  const told = (parameters.get('categorical_feature') ?? '').split(',').filter((part) => /^\d+$/u.test(part));
  const seen = infos.flatMap((count, at) => (count > 0 ? [at] : []));
  const places = told.length === lists.length ? told.map(Number) : seen;
  if (places.length !== lists.length)
    throw treesUnsupported(
      'lightgbm',
      `it names the labels of ${lists.length} columns, and does not tell which these are`,
      'train it with categorical_feature="auto" on a table of pandas',
    );
  return Object.fromEntries(
    lists.map((names, at) => [
      features[places[at]!] ?? refuse(`"categorical_feature" names the feature ${places[at]}`),
      names,
    ]),
  );
}

function alphaIn({ parameters }: LightgbmSections, least: number, most: number): number {
  const text = parameters.get('alpha') ?? '';
  const alpha = Number(text || NaN);
  return alpha >= least && alpha <= most
    ? alpha
    : refuse(`its parameter "alpha" is "${text.slice(0, 40)}"; it goes from ${least} to ${most}`);
}
