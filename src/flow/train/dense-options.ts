import { PerennialError } from '../../core/errors.ts';
import { checkChoice, checkNumber, count, notNegative, positive, type OptionRule } from './check-option.ts';

/** What every dense learner can be told. */
export type DenseOptions = {
  /** Where Adam's learning rate starts; it falls to 0 along half a cosine (Loshchilov & Hutter 2017). */
  readonly learningRate: number;
  /** Rows a step at most; a small table is taken in smaller batches, so that an epoch has 32 steps or more. */
  readonly batchSize: number;
  /** Passes over the training rows at most; as many fewer, without hidden layers, as there are more than 50,000 rows. */
  readonly epochs: number;
  /** Epochs without a lower validation loss after which training stops. */
  readonly patience: number;
  /** Decoupled: each step multiplies every weight by 1 - learning rate * weightDecay. */
  readonly weightDecay: number;
  /** When it learns on: Adam's learning rate (constant), passes over the new rows, rows a step at most. */
  readonly updateLearningRate: number;
  readonly updateEpochs: number;
  readonly updateBatchSize: number;
  /** What a regression lowers: half the squared error, or Huber's, by which outliers pull no harder than a deviation of the target does. */
  readonly regressionLoss: 'squared' | 'huber';
  /** How strongly each weight is pulled back to where it stood when learning on began: DenseTraining's anchor (L2-SP). */
  readonly updateAnchor: number;
  /** Old rows replayed for each new one. */
  readonly replayRatio: number;
  /** Old rows kept for replay at most; none are where none are replayed. */
  readonly memoryRows: number;
  /** Bytes that they take at most; 0: their number alone counts. */
  readonly memoryBytes: number;
  /** Which old rows are kept: a memory of the catalog. */
  readonly memory: string;
  /** What is done against forgetting when it learns on: a strategy of the catalog. */
  readonly strategy: string;
  /** How much more, or less, than by its own measure the strategy holds to what was learnt. */
  readonly strategyStrength: number;
};

/** Of all dense learners. */
export const rememberingDefaults = {
  memoryRows: 2000,
  memoryBytes: 0,
  memory: 'class-balanced-reservoir',
  strategy: 'experience-replay',
  strategyStrength: 1,
} as const;

const rules: {
  readonly [name in keyof Omit<DenseOptions, 'regressionLoss' | 'memory' | 'strategy'>]: OptionRule;
} = {
  learningRate: positive,
  batchSize: count,
  epochs: count,
  patience: count,
  weightDecay: notNegative,
  updateLearningRate: positive,
  updateEpochs: count,
  updateBatchSize: count,
  updateAnchor: notNegative,
  replayRatio: notNegative,
  memoryRows: count,
  memoryBytes: notNegative,
  strategyStrength: notNegative,
};

/** Throws `options`, naming the first one that cannot be used. */
export function checkDenseOptions(options: DenseOptions): void {
  for (const [name, rule] of Object.entries(rules))
    checkNumber(name, options[name as keyof DenseOptions], rule);
  checkChoice('regressionLoss', options.regressionLoss, ['squared', 'huber']);
}

/** Throws `options` unless every hidden layer has a whole number of units and the activation is a known one. */
export function checkLayers(hidden: readonly number[], activation: string): void {
  for (const [index, units] of hidden.entries()) checkNumber(`hidden[${index}]`, units, count);
  if (activation !== 'relu' && activation !== 'tanh' && activation !== 'gelu')
    refuse(`activation is "${String(activation)}"; choose "relu", "gelu" or "tanh"`);
}

/** Throws `options` unless it says yes or no. */
export function checkLayerNorm(layerNorm: unknown): void {
  if (typeof layerNorm !== 'boolean') refuse(`layerNorm is ${String(layerNorm)}; choose true or false`);
}

/** Throws `options` unless less than everything is dropped. */
export function checkDropout(share: number): void {
  if (!(share >= 0 && share < 1))
    refuse(`dropout is ${String(share)}; choose a share of 0 or more, but less than 1`);
}

function refuse(message: string): never {
  throw new PerennialError('options', message, { stage: 'train' });
}
