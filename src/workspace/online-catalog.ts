import type { LearnerKind } from '../core/learner.ts';
import type { OnlineModelKind } from '../core/online-model.ts';

/** Models of streams that can be trained, by their kind: each is a learner, too. The first is the one to begin with. */
const learning = {
  'running-combination': async () =>
    (await import('../flow/train/online/running-combination.ts')).runningCombination,
  'dynamic-linear': async () => (await import('../flow/train/online/dynamic-linear.ts')).dynamicLinear,
  'online-linear': async () => (await import('../flow/train/online/online-linear.ts')).onlineLinear,
  'gaussian-naive-bayes': async () =>
    (await import('../flow/train/online/gaussian-naive-bayes.ts')).gaussianNaiveBayes,
  'hoeffding-tree': async () => (await import('../flow/train/online/hoeffding-tree.ts')).hoeffdingTree,
  'hoeffding-adaptive-tree': async () =>
    (await import('../flow/train/online/hoeffding-adaptive-tree.ts')).hoeffdingAdaptiveTree,
  'adaptive-random-forest': async () =>
    (await import('../flow/train/online/adaptive-random-forest.ts')).adaptiveRandomForest,
  'online-bagging': async () => (await import('../flow/train/online/online-bagging.ts')).onlineBagging,
  'leveraging-bagging': async () =>
    (await import('../flow/train/online/leveraging-bagging.ts')).leveragingBagging,
  'nearest-neighbours': async () =>
    (await import('../flow/train/online/nearest-neighbours.ts')).nearestNeighbours,
  'streaming-lda': async () => (await import('../flow/train/online/streaming-lda.ts')).streamingLda,
  'incremental-ridge': async () =>
    (await import('../flow/train/online/incremental-ridge.ts')).incrementalRidge,
};

/** Every kind of model of a stream: those that learn, and baselines that stand beside them. */
export const onlineModels = {
  ...learning,
  'no-change': async () => (await import('../flow/train/online/no-change.ts')).noChange,
  majority: async () => (await import('../flow/train/online/majority.ts')).majority,
  'last-value': async () => (await import('../flow/train/online/last-value.ts')).lastValue,
  mean: async () => (await import('../flow/train/online/mean.ts')).mean,
};

/** The same models as learners. */
export const streamLearners = Object.fromEntries(
  Object.entries<() => Promise<unknown>>(learning).map(([kind, load]) => [kind, asLearner(load)]),
) as Readonly<Record<keyof typeof learning, () => Promise<LearnerKind>>>;

function asLearner(load: () => Promise<unknown>): () => Promise<LearnerKind> {
  // The same object every time: whoever finds a kind twice has found one kind.
  let made: Promise<LearnerKind> | undefined;
  return () => (made ??= make(load));
}

async function make(load: () => Promise<unknown>): Promise<LearnerKind> {
  const { onlineLearnerKind } = await import('../flow/train/online/online-learner-kind.ts');
  return onlineLearnerKind((await load()) as OnlineModelKind);
}
