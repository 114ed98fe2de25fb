import { PerennialError } from '../../../core/errors.ts';
import type { MetricName } from '../../../core/evaluation.ts';
import { REGRESSION_LOSSES, type RegressionLoss } from '../../../core/grown-trees.ts';
import type { Problem } from '../../../core/learner.ts';
import type { TreeGrowth } from '../../../core/trees.ts';
import { checkChoice, checkNumber, count, notNegative, type OptionRule } from '../check-option.ts';

const METRICS_OF_CLASSES = [
  'accuracy',
  'balanced-accuracy',
  'macro-f1',
  'roc-auc',
] as const satisfies readonly MetricName[];
const METRICS_OF_VALUES = ['mae', 'rmse'] as const satisfies readonly MetricName[];

/** What training can stop by instead of its loss. R2 is not among them: it is best where `rmse` is. */
export type StopMetric = (typeof METRICS_OF_CLASSES)[number] | (typeof METRICS_OF_VALUES)[number];

/** What boosted trees can be told. */
export type TreeOptions = {
  /** Trees at most, of a problem of three or more classes for each class. */
  readonly trees: number;
  /** The share of a whole Newton step that each tree takes. */
  readonly learningRate: number;
  /** Trees without progress on the validation rows after which training stops. */
  readonly patience: number;
  /** What progress is measured by on them, and which trees are kept: those up to the lowest loss, or up to the best value of a metric. */
  readonly stopBy: 'loss' | StopMetric;
  /** Leaves a tree at most; splits between its root and a leaf at most, 0 for any number. */
  readonly leaves: number;
  readonly depth: number;
  /** Rows, and the sum of second derivatives, that a leaf has at least. */
  readonly leafRows: number;
  readonly leafHessian: number;
  readonly l1: number;
  readonly l2: number;
  readonly minimumGain: number;
  /** Ranges that a number is cut into at most, from so many rows drawn at random. */
  readonly bins: number;
  readonly binRows: number;
  readonly categorySmoothing: number;
  readonly categoryL2: number;
  readonly categoryLimit: number;
  /** The share of rows that each tree is grown on, and the shares of features that each tree and each split looks at. */
  readonly rowShare: number;
  readonly treeFeatures: number;
  readonly splitFeatures: number;
  /**
   * Gradient-based one-side sampling (Ke et al., "LightGBM", 2017): each tree is grown on this share of rows, those of the largest gradients, and on
   * `otherShare` of all rows, drawn from the others and weighed up. 0: on all rows, or on `rowShare` of them.
   */
  readonly topShare: number;
  readonly otherShare: number;
  /** Of a regression. */
  readonly regressionLoss: RegressionLoss;
  readonly quantile: number;
  /** By the features' names: 1 where the answer may only rise with it, -1 where it may only fall. A problem of three or more classes takes none. */
  readonly monotone: Readonly<Record<string, number>>;
  /** Groups of features' names: on the way to a leaf there are only those of one group, or one feature of none. Empty: any. */
  readonly interactions: readonly (readonly string[])[];
  /** When it learns on: trees are appended, the leaves' values are refitted, or both, refitting first. */
  readonly update: 'append' | 'refit' | 'both';
  /** New rows of which the next three speak; of more, or fewer, an update goes further, or less far, in proportion. */
  readonly updateRows: number;
  readonly updateTrees: number;
  readonly updateLearningRate: number;
  /** How much of its old value a leaf keeps when it is refitted, 0 to 1. */
  readonly refitDecay: number;
  /** Trees kept at most, of each class; where more would come, either the oldest go or those without which the loss rises least. */
  readonly mostTrees: number;
  readonly prune: 'least-useful' | 'oldest';
  /** Old rows replayed for each new one. */
  readonly replayRatio: number;
  /** Old rows kept for replay at most. */
  readonly memoryRows: number;
};

const share: OptionRule = { isWhole: false, least: Number.MIN_VALUE, most: 1 };

type Named = 'stopBy' | 'regressionLoss' | 'monotone' | 'interactions' | 'update' | 'prune';
const rules: { readonly [name in keyof Omit<TreeOptions, Named>]: OptionRule } = {
  trees: count,
  learningRate: share,
  patience: count,
  leaves: { isWhole: true, least: 2, most: 65_536 },
  depth: { isWhole: true, least: 0 },
  leafRows: count,
  leafHessian: notNegative,
  l1: notNegative,
  l2: notNegative,
  minimumGain: notNegative,
  bins: { isWhole: true, least: 2, most: 255 },
  binRows: { isWhole: true, least: 100 },
  categorySmoothing: notNegative,
  categoryL2: notNegative,
  categoryLimit: count,
  rowShare: share,
  treeFeatures: share,
  splitFeatures: share,
  topShare: { isWhole: false, least: 0, most: 1 },
  otherShare: share,
  quantile: { isWhole: false, least: 0.001, most: 0.999 },
  updateRows: count,
  updateTrees: count,
  updateLearningRate: share,
  refitDecay: { isWhole: false, least: 0, most: 1 },
  mostTrees: count,
  replayRatio: notNegative,
  memoryRows: count,
};

/** Throws `options`, naming the first one that cannot be used. */
export function checkTreeOptions(options: TreeOptions, problem: Problem): void {
  for (const [name, rule] of Object.entries(rules))
    checkNumber(name, options[name as keyof TreeOptions], rule);
  const { stopBy, regressionLoss, update, prune, topShare, otherShare } = options;
  checkChoice('stopBy', stopBy, [
    'loss',
    ...(problem.task === 'regression' ? METRICS_OF_VALUES : METRICS_OF_CLASSES),
  ]);
  checkChoice('regressionLoss', regressionLoss, REGRESSION_LOSSES);
  checkChoice('update', update, ['append', 'refit', 'both']);
  checkChoice('prune', prune, ['least-useful', 'oldest']);
  if (topShare > 0 && topShare + otherShare > 1)
    refuse(`topShare ${topShare} and otherShare ${otherShare} are more than all rows; choose less of one`);
  checkMonotone(options, problem);
  for (const name of options.interactions.flat()) checkFeature('interactions', name, problem);
}

function checkMonotone({ monotone, regressionLoss }: TreeOptions, problem: Problem): void {
  const names = Object.keys(monotone);
  if (names.length === 0) return;
  for (const name of names) {
    checkFeature('monotone', name, problem);
    if (Math.abs(monotone[name]!) !== 1)
      refuse(`monotone of "${name}" is ${monotone[name]}; choose 1 (rising) or -1 (falling)`);
    if (Object.hasOwn(problem.categories ?? {}, name))
      refuse(`monotone names "${name}", which is a category; categories neither rise nor fall`);
  }
  if (problem.task === 'multiclass') refuse('monotone is for two classes or a regression; leave it empty');
  if (problem.task === 'regression' && (regressionLoss === 'absolute' || regressionLoss === 'quantile'))
    refuse(`monotone does not go with the loss "${regressionLoss}"; choose "huber"`);
}

function checkFeature(option: string, name: string, { features }: Problem): void {
  if (!features.includes(name))
    refuse(`${option} names "${name}", which is no feature; there are ${features.slice(0, 8).join(', ')}`);
}

function refuse(message: string): never {
  throw new PerennialError('options', message, { stage: 'train' });
}

/** How a tree grows by these options. */
export function growthOf(options: TreeOptions, { features }: Problem, seed: number): TreeGrowth {
  const { interactions } = options;
  return {
    leaves: options.leaves,
    depth: options.depth,
    leafRows: options.leafRows,
    leafHessian: options.leafHessian,
    l1: options.l1,
    l2: options.l2,
    minimumGain: options.minimumGain,
    categorySmoothing: options.categorySmoothing,
    categoryL2: options.categoryL2,
    categoryLimit: options.categoryLimit,
    treeFeatures: options.treeFeatures,
    splitFeatures: options.splitFeatures,
    isRandom: false,
    monotone: directionsOf(options, { features }),
    interactions: interactions.length ? groupsOf(interactions, features) : null,
    seed,
  };
}

/** Of each feature: 1 where the answer may only rise with it, -1 where it may only fall, else 0; null: nothing is asked of any. */
export function directionsOf(
  { monotone }: TreeOptions,
  { features }: Pick<Problem, 'features'>,
): Int8Array<ArrayBuffer> | null {
  if (Object.keys(monotone).length === 0) return null;
  return Int8Array.from(features, (name) => (Object.hasOwn(monotone, name) ? monotone[name]! : 0));
}

/** A feature of no group stands alone. */
function groupsOf(
  groups: readonly (readonly string[])[],
  features: readonly string[],
): readonly (readonly number[])[] {
  const named = new Set(groups.flat());
  const alone = features.filter((name) => !named.has(name)).map((name) => [name]);
  return [...groups, ...alone].map((group) => group.map((name) => features.indexOf(name)));
}
