import type { LearnerKind } from '../../../core/learner.ts';
import type { Task } from '../../../core/schema.ts';
import { checkProblem } from '../check-problem.ts';
import { unpackTreeModel } from '../trees/tree-snapshot.ts';
import { unpackRounds } from './round-tensors.ts';
import { ForestLearner, type ForestVariety } from './forest-learner.ts';
import { checkForestOptions, type ForestOptions } from './forest-options.ts';

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

/** A kind of forest, in words and defaults of its own. */
export function forestKind(
  variety: ForestVariety,
  words: Pick<LearnerKind<ForestOptions>, 'title' | 'summary' | 'defaults'>,
): LearnerKind<ForestOptions> {
  const { kind } = variety;
  return {
    kind,
    ...words,
    learns: 'tables',
    tasks,
    features: 'raw',
    isTried: false,
    create: (problem, options, parts) => {
      checkProblem(problem, { kind, tasks });
      checkForestOptions(options);
      return new ForestLearner(variety, problem, options, parts, null);
    },
    load: (snapshot, parts) => {
      const { problem, options, model } = unpackTreeModel(
        kind,
        snapshot,
        parts,
        words.defaults,
        unpackRounds,
      );
      checkProblem(problem, { kind, tasks });
      checkForestOptions(options);
      return new ForestLearner(variety, problem, options, parts, model);
    },
  };
}
