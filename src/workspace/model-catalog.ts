import type { Json, JsonObject } from '../core/json.ts';
import type { LearnerKind, LearnerParts } from '../core/learner.ts';
import type { MemoryKind } from '../core/memory.ts';
import type { Recipe, Step } from '../core/recipe.ts';
import type { Strategy } from '../core/strategy.ts';
import { PerennialError } from '../core/errors.ts';
import { categoryIndex } from '../flow/prepare/steps/category-index.ts';
import { impute } from '../flow/prepare/steps/impute.ts';
import { oneHot } from '../flow/prepare/steps/one-hot.ts';
import { quantileBins } from '../flow/prepare/steps/quantile-bins.ts';
import { scale } from '../flow/prepare/steps/scale.ts';
import { streamLearners } from './online-catalog.ts';

// What models are made of: the part of the catalog without which none predicts or learns.

/** All but the last are small, and wanted by nearly every recipe: there is nothing to load later. */
export const steps = {
  impute: async () => impute,
  'quantile-bins': async () => quantileBins,
  scale: async () => scale,
  'one-hot': async () => oneHot,
  'category-index': async () => categoryIndex,
  'date-parts': async () => (await import('../flow/prepare/steps/date-parts.ts')).dateParts,
} satisfies Record<string, () => Promise<unknown>>;

export const learners = {
  linear: async () => (await import('../flow/train/linear.ts')).linear,
  network: async () => (await import('../flow/train/network.ts')).network,
  'boosted-trees': async () => (await import('../flow/train/trees/boosted-trees.ts')).boostedTrees,
  'random-forest': async () => (await import('../flow/train/forests/random-forest.ts')).randomForest,
  'extra-trees': async () => (await import('../flow/train/forests/extra-trees.ts')).extraTrees,
  ...streamLearners,
} satisfies Record<string, () => Promise<unknown>>;

export const memories = {
  'class-balanced-reservoir': async () =>
    (await import('../flow/learn/class-balanced-reservoir.ts')).classBalancedReservoir,
  reservoir: async () => (await import('../flow/learn/reservoir.ts')).reservoir,
  herding: async () => (await import('../flow/learn/herding.ts')).herding,
  'sliding-window': async () => (await import('../flow/learn/sliding-window.ts')).slidingWindow,
} satisfies Record<string, () => Promise<MemoryKind>>;

export const strategies = {
  'experience-replay': async () =>
    (await import('../flow/learn/strategies/experience-replay.ts')).experienceReplay,
  'er-ace': async () => (await import('../flow/learn/strategies/er-ace.ts')).erAce,
  'der-plus-plus': async () => (await import('../flow/learn/strategies/der-plus-plus.ts')).derPlusPlus,
  ewc: async () => (await import('../flow/learn/strategies/ewc.ts')).ewc,
  'online-ewc': async () => (await import('../flow/learn/strategies/online-ewc.ts')).onlineEwc,
  'l2-sp': async () => (await import('../flow/learn/strategies/l2-sp.ts')).l2Sp,
  lwf: async () => (await import('../flow/learn/strategies/lwf.ts')).lwf,
} satisfies Record<string, () => Promise<Strategy>>;

export async function findLearner(kind: string): Promise<LearnerKind> {
  return (await find<unknown>('learner', learners, kind)) as LearnerKind;
}

/** Whatever it is that came. */
function nameOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a learner with these options is built of: those that they name, else what is used by default. */
export async function findNested({
  memory = 'class-balanced-reservoir',
  strategy = 'experience-replay',
}: JsonObject): Promise<Pick<LearnerParts, 'memory' | 'strategy'>> {
  return {
    memory: await find<MemoryKind>('memory', memories, nameOf(memory)),
    strategy: await find<Strategy>('strategy', strategies, nameOf(strategy)),
  };
}

/** The steps that a recipe names, ready to be asked for one by one. */
export async function findSteps(recipe: Recipe): Promise<(kind: string) => Step> {
  const found = new Map<string, Step>();
  for (const { kind } of recipe.steps)
    if (!found.has(kind)) found.set(kind, (await find<unknown>('step', steps, kind)) as Step);
  return (kind) => found.get(kind)!;
}

/** Throws `unknown-kind`, naming those that there are. */
export async function find<T>(
  what: string,
  among: Readonly<Record<string, () => Promise<T>>>,
  kind: string,
): Promise<T> {
  const load = Object.hasOwn(among, kind) ? among[kind] : undefined;
  if (load) return load();
  throw new PerennialError(
    'unknown-kind',
    `there is no ${what} "${kind}" here; there are ${Object.keys(among).join(', ')}`,
    { stage: 'workspace' },
  );
}
