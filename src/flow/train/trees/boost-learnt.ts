import { throwIfCancelled } from '../../../core/errors.ts';
import type { LearningReport, LearningRun } from '../../../core/learner.ts';
import { boost, type BoostOutcome, type BoostRun } from './boost.ts';
import type { LearntTrees } from './learnt-trees.ts';
import type { TreeOptions } from './tree-options.ts';

/** Boosts on the engine that is asked for, by the options of a learner; what came of it is the learner's to keep. */
export async function boostLearnt(
  { problem, options, parts }: LearntTrees<TreeOptions>,
  plan: Pick<BoostRun, 'objective' | 'rows' | 'onChunk' | 'validation' | 'start' | 'rounds' | 'learningRate'>,
  { seed, context, engine: asked }: LearningRun,
): Promise<readonly [BoostOutcome, LearningReport]> {
  throwIfCancelled(context.signal);
  const { engine, reason } = await parts.chooseTrees(asked);
  const outcome = await boost({ ...plan, problem, options, engine, seed, context });
  const { curve, kept } = outcome;
  const steps = curve.at(-1)?.step ?? 0;
  return [outcome, { engine: engine.kind, engineReason: reason, curve, steps, kept }];
}
