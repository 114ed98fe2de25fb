import type { DetectorKind } from '../core/detector.ts';
import type { LearnerKind } from '../core/learner.ts';
import type { MemoryKind } from '../core/memory.ts';
import type { Reader, Sample } from '../core/reader.ts';
import type { Recipe, Step } from '../core/recipe.ts';
import { PerennialError } from '../core/errors.ts';
import { dateParts } from '../flow/prepare/steps/date-parts.ts';
import { impute } from '../flow/prepare/steps/impute.ts';
import { oneHot } from '../flow/prepare/steps/one-hot.ts';
import { quantileBins } from '../flow/prepare/steps/quantile-bins.ts';
import { scale } from '../flow/prepare/steps/scale.ts';

/**
 * Every kind of part that there is, by its name in stored recipes and snapshots. A part is loaded when it is first
 * needed; whoever adds one adds a line here, and every check suite finds it.
 */
export const catalog = {
  readers: {
    csv: async () => (await import('../flow/collect/delimited.ts')).delimited,
  },
  samples: {
    sea: async () => (await import('../flow/collect/samples/sea.ts')).sea,
    agrawal: async () => (await import('../flow/collect/samples/agrawal.ts')).agrawal,
    hyperplane: async () => (await import('../flow/collect/samples/hyperplane.ts')).hyperplane,
    friedman: async () => (await import('../flow/collect/samples/friedman.ts')).friedman,
  },
  // Small, and wanted by every recipe: there is nothing to load later.
  steps: {
    impute: async () => impute,
    'quantile-bins': async () => quantileBins,
    scale: async () => scale,
    'one-hot': async () => oneHot,
    'date-parts': async () => dateParts,
  },
  learners: {
    linear: async () => (await import('../flow/train/linear.ts')).linear,
    network: async () => (await import('../flow/train/network.ts')).network,
  },
  memories: {
    'class-balanced-reservoir': async () =>
      (await import('../flow/learn/class-balanced-reservoir.ts')).classBalancedReservoir,
  },
  detectors: {
    'hddm-a': async () => (await import('../flow/monitor/hddm-a.ts')).hddmA,
  },
} satisfies {
  readers: Record<string, () => Promise<Reader>>;
  samples: Record<string, () => Promise<Sample>>;
  steps: Record<string, () => Promise<unknown>>;
  learners: Record<string, () => Promise<unknown>>;
  memories: Record<string, () => Promise<MemoryKind>>;
  detectors: Record<string, () => Promise<DetectorKind>>;
};

export async function findSample(kind: string): Promise<Sample> {
  return find('sample', catalog.samples, kind);
}

export async function findLearner(kind: string): Promise<LearnerKind> {
  return (await find<unknown>('learner', catalog.learners, kind)) as LearnerKind;
}

export async function findMemory(): Promise<MemoryKind> {
  return catalog.memories['class-balanced-reservoir']();
}

/** The detector of a rise of the error: HDDM_A. */
export async function findDetector(): Promise<DetectorKind> {
  return catalog.detectors['hddm-a']();
}

/** The steps that a recipe names, ready to be asked for one by one. */
export async function findSteps(recipe: Recipe): Promise<(kind: string) => Step> {
  const steps = new Map<string, Step>();
  for (const { kind } of recipe.steps)
    if (!steps.has(kind)) steps.set(kind, (await find<unknown>('step', catalog.steps, kind)) as Step);
  return (kind) => steps.get(kind)!;
}

async function find<T>(
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
