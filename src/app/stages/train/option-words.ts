import type { Json } from '../../../core/json.ts';
import type { Task } from '../../../core/schema.ts';
import { METRICS } from '../../parts/scores/metrics.ts';

/** An option of a learner as a person reads it. */
interface OptionWords {
  readonly title: string;
  readonly hint: string;
  /** What it may be, where it is a word; a word that says little has another one to be shown by. */
  readonly choices?: readonly (string | Choice)[];
  readonly of?: Question;
}

interface Choice {
  readonly value: string;
  readonly shown: string;
  readonly of?: Question;
}

/** What an option, or one of its choices, is about, where it says nothing about the other. */
type Question = 'classes' | 'values';

/**
 * Whether an option, or one of its choices, says anything about a task.
 *
 * @example
 * isAbout('values', 'binary') // false
 */
export function isAbout(question: Question | undefined, task: Task): boolean {
  return question === undefined || (question === 'values') === (task === 'regression');
}

const WORDS: Readonly<Record<string, OptionWords>> = {
  hidden: { title: 'Hidden layers', hint: 'Units of each layer, separated by commas' },
  activation: { title: 'Activation', hint: 'How a unit bends its sum', choices: ['relu', 'gelu', 'tanh'] },
  layerNorm: {
    title: 'Layer normalisation',
    hint: 'Brings the sums of each hidden layer to one scale: for many layers',
  },
  dropout: { title: 'Dropout', hint: 'Share of hidden units that each step leaves out' },
  learningRate: { title: 'Learning rate', hint: 'Size of the first steps' },
  batchSize: { title: 'Batch', hint: 'Rows a step at most' },
  epochs: { title: 'Epochs', hint: 'Passes over the rows at most' },
  patience: { title: 'Patience', hint: 'Epochs without progress before it stops' },
  weightDecay: { title: 'Weight decay', hint: 'Pulls weights towards 0 against overfitting' },
  updateLearningRate: { title: 'Learning rate, later', hint: 'When it learns on' },
  updateEpochs: { title: 'Epochs, later', hint: 'Passes over new rows' },
  updateBatchSize: { title: 'Batch, later', hint: 'Rows a step when it learns on' },
  regressionLoss: {
    title: 'Loss of a regression',
    hint: 'Huber’s is moved less by outliers',
    choices: ['squared', 'huber'],
    of: 'values',
  },
  updateAnchor: { title: 'Anchor', hint: 'Pulls weights back to where they stood when it learns on' },
  replayRatio: { title: 'Replay', hint: 'Old rows repeated for each new one' },
  trees: { title: 'Trees', hint: 'How many vote' },
  repeats: { title: 'Repeats', hint: 'How often a tree learns a row, on average' },
  gracePeriod: { title: 'Grace period', hint: 'Rows that a leaf takes in before it looks for a split again' },
  splitRisk: { title: 'Risk of a split', hint: 'How likely it may be that another feature was better' },
  tieThreshold: { title: 'Tie', hint: 'Certainty from which on either of two features will do' },
  warningRisk: { title: 'Risk of a warning', hint: 'How easily a tree begins its successor' },
  driftRisk: { title: 'Risk of a drift', hint: 'How easily a tree is replaced' },
  mostNumbers: { title: 'Size', hint: 'Numbers that it keeps at most, about' },
  optimizer: {
    title: 'Optimizer',
    hint: 'How a row moves the weights; ALMA is for classes',
    choices: ['sgd', 'adam', 'alma', 'passive-aggressive', 'passive-aggressive-2'],
  },
  l2: { title: 'Pull to 0', hint: 'Keeps weights small (L2), with sgd and adam' },
  aggressiveness: { title: 'Aggressiveness', hint: 'How far one row may pull, when passive-aggressive' },
  smoothing: { title: 'Smoothing', hint: 'Rows that each category counts before its first' },
  neighbours: { title: 'Neighbours', hint: 'Similar rows that answer' },
  window: { title: 'Window', hint: 'Newest rows kept to answer from' },
  shrinkage: { title: 'Shrinkage', hint: 'How little features are trusted to move together' },
  features: { title: 'Random features', hint: 'The more, the finer and the slower' },
  ridge: { title: 'Ridge', hint: 'Pulls weights to 0 against overfitting' },
  forgetting: {
    title: 'Forgetting',
    hint: 'What each row leaves of the old: 1 keeps all, .999 follows drift',
  },
  mixShare: {
    title: 'Share to all',
    hint: 'Of the trust, that goes round at every row: more follows changes sooner',
  },
  choiceShare: {
    title: 'Share to all ways',
    hint: 'The same between an expert alone, their mix and their sum',
  },
  choiceRate: { title: 'Rate of choice', hint: 'How much a mistake costs of the trust in a way' },
  stackPrior: { title: 'Freedom of the sum', hint: 'How far its factors may be from equal' },
  stackDrift: { title: 'Drift of the sum', hint: 'How fast its factors may move; 0: not at all' },
  drift: { title: 'Drift', hint: 'How fast weights may move; 0: the world stands still' },
  prior: { title: 'Freedom', hint: 'How far weights may be from 0' },
  mostWithProducts: {
    title: 'Products of features',
    hint: 'Are seen too, where they are so many at most; 0: none',
  },
  memoryRows: { title: 'Memory', hint: 'Old rows kept for replay' },
  memoryBytes: { title: 'Memory in bytes', hint: 'What they take at most; 0: their number alone counts' },
  memory: {
    title: 'Which old rows are kept',
    hint: 'For replay',
    choices: [
      { value: 'class-balanced-reservoir', shown: 'Of each class alike' },
      { value: 'reservoir', shown: 'At random (reservoir)' },
      { value: 'herding', shown: 'The most typical (herding)' },
      { value: 'sliding-window', shown: 'The newest (sliding window)' },
    ],
  },
  strategy: {
    title: 'Against forgetting',
    hint: 'When it learns on; all but the first three work without old rows, where classes stay',
    choices: [
      { value: 'experience-replay', shown: 'Replay old rows' },
      { value: 'der-plus-plus', shown: 'Replay with old answers (DER++)' },
      { value: 'er-ace', shown: 'Replay, new classes apart (ER-ACE)' },
      { value: 'ewc', shown: 'Hold weights that mattered (EWC)' },
      { value: 'online-ewc', shown: 'Hold those that mattered lately (online EWC)' },
      { value: 'l2-sp', shown: 'Hold all weights (L2-SP)' },
      { value: 'lwf', shown: 'Hold answers on new rows (LwF)' },
    ],
  },
  strategyStrength: { title: 'How firmly', hint: 'It holds to what was learnt; 1 is its own measure' },
};

const CLASS_METRICS = ['accuracy', 'balanced-accuracy', 'macro-f1', 'roc-auc'] as const;
const VALUE_METRICS = ['mae', 'rmse'] as const;

/** Of trees that are boosted, where the same name has another meaning, or is theirs alone. */
const OF_BOOSTED_TREES: Readonly<Record<string, OptionWords>> = {
  trees: { title: 'Trees', hint: 'At most, of each class where there are three or more' },
  learningRate: { title: 'Learning rate', hint: 'How far each tree goes' },
  patience: { title: 'Patience', hint: 'Trees without progress before it stops' },
  stopBy: {
    title: 'Stops by',
    hint: 'What progress on validation rows is measured by',
    choices: [
      { value: 'loss', shown: 'The loss' },
      ...CLASS_METRICS.map((value) => ({ value, shown: METRICS[value].title, of: 'classes' as const })),
      ...VALUE_METRICS.map((value) => ({ value, shown: METRICS[value].title, of: 'values' as const })),
    ],
  },
  leaves: { title: 'Leaves', hint: 'Of a tree at most' },
  depth: { title: 'Depth', hint: 'Splits from root to leaf at most; 0: any number' },
  leafRows: { title: 'Rows of a leaf', hint: 'It has at least so many' },
  leafHessian: { title: 'Curvature of a leaf', hint: 'Its sum of second derivatives (hessian) at least' },
  l1: { title: 'Pull to 0, straight', hint: 'Leaves of little weight become 0 (L1)' },
  l2: { title: 'Pull to 0', hint: 'Keeps the values of leaves small (L2)' },
  minimumGain: { title: 'Gain of a split', hint: 'At least' },
  bins: { title: 'Ranges', hint: 'Of a number at most (bins); so many categories are told apart' },
  binRows: { title: 'Rows for ranges', hint: 'Drawn at random to find where to cut' },
  categorySmoothing: { title: 'Smoothing of categories', hint: 'How little rare ones are trusted' },
  categoryL2: { title: 'Pull to 0, categories', hint: 'Added where a split is between categories' },
  categoryLimit: { title: 'Categories of a side', hint: 'At most, where a split is between them' },
  rowShare: { title: 'Share of rows', hint: 'That each tree is grown on' },
  treeFeatures: { title: 'Share of features, a tree', hint: 'That each tree looks at' },
  splitFeatures: { title: 'Share of features, a split', hint: 'That each split looks at' },
  topShare: { title: 'Share of hard rows', hint: 'Each tree takes those it errs on most (GOSS); 0: off' },
  otherShare: { title: 'Share of other rows', hint: 'Drawn besides, where hard rows are taken' },
  regressionLoss: {
    title: 'Loss of a regression',
    hint: 'What it lowers; Huber’s and absolute are moved less by outliers',
    choices: ['squared', 'absolute', 'huber', 'quantile', 'poisson'],
    of: 'values',
  },
  quantile: { title: 'Quantile', hint: 'Share of rows below the answer, with that loss', of: 'values' },
  update: {
    title: 'When it learns on',
    hint: 'What new rows change',
    choices: [
      { value: 'append', shown: 'More trees' },
      { value: 'refit', shown: 'Values of leaves' },
      { value: 'both', shown: 'Values, then more trees' },
    ],
  },
  updateRows: {
    title: 'Rows, later',
    hint: 'New ones of which the next options speak; of more it goes further, of fewer less far',
  },
  updateTrees: { title: 'Trees, later', hint: 'Added when it learns on, for so many rows' },
  updateLearningRate: { title: 'Learning rate, later', hint: 'How far each of them goes' },
  refitDecay: { title: 'Old values', hint: 'What a leaf keeps of its own when so many refit it, 0 to 1' },
  mostTrees: { title: 'Trees in all', hint: 'Kept at most, of each class' },
  prune: {
    title: 'Where there are too many',
    hint: 'Which trees go',
    choices: [
      { value: 'least-useful', shown: 'The least useful' },
      { value: 'oldest', shown: 'The oldest' },
    ],
  },
};

/** Of trees that answer together, where it is not as of trees that are boosted. */
const OF_FORESTS: Readonly<Record<string, OptionWords>> = {
  ...OF_BOOSTED_TREES,
  trees: { title: 'Trees', hint: 'The more, the steadier the answer; none is too many' },
  bag: {
    title: 'Rows of a tree',
    hint: 'What it is grown on; rows that it leaves out judge it (out of bag)',
    choices: [
      { value: 'replacement', shown: 'Drawn (bagging)' },
      { value: 'none', shown: 'All' },
    ],
  },
  bagRows: { title: 'Rows of a tree at most', hint: 'More are drawn from: bounds time, memory and size' },
  splitFeatures: {
    title: 'Share of features, a split',
    hint: 'That each split looks at; 0: the root of their number for classes, all for numbers',
  },
  leaves: {
    title: 'Leaves',
    hint: 'Of a tree at most; 0: any number. Each takes memory while the tree grows',
  },
  depth: { title: 'Depth', hint: 'Splits from root to leaf at most; 0: any number' },
  leafRows: { title: 'Rows of a leaf', hint: 'It has at least so many: more make smaller, coarser trees' },
  updateTrees: { title: 'Trees, later', hint: 'Added when it learns on' },
  refitDecay: { title: 'Old values', hint: 'What a leaf keeps of its own when refitted, 0 to 1' },
  mostTrees: { title: 'Trees in all', hint: 'Kept at most' },
};

const OF_TREES: Readonly<Record<string, Readonly<Record<string, OptionWords>>>> = {
  'boosted-trees': OF_BOOSTED_TREES,
  'random-forest': OF_FORESTS,
  'extra-trees': OF_FORESTS,
};

/** Whether an option can be told by a field: a number, a word, a switch, or a list of numbers. Others are told from code. */
export function isEditable(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => typeof item === 'number');
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

/**
 * The words for an option of a learner; one without words is shown by its name.
 *
 * @example
 * optionWords('maximumDepth', 'linear').title // "Maximum depth"
 */
export function optionWords(name: string, learner: string): OptionWords {
  const known = OF_TREES[learner]?.[name] ?? WORDS[name];
  if (known) return known;
  const spaced = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return { title: spaced.charAt(0).toUpperCase() + spaced.slice(1), hint: '' };
}
