import type { JsonObject } from '../../../core/json.ts';
import type { LearnerKind } from '../../../core/learner.ts';
import type { OnlineModelKind } from '../../../core/online-model.ts';
import { checkProblem } from '../check-problem.ts';
import { knownWith, noFeatures, onlineProblemOf } from './online-features.ts';
import { OnlineLearner } from './online-learner.ts';
import { unpackOnline } from './online-snapshot.ts';

/** A model of a stream as a learner of the catalog. */
export function onlineLearnerKind<Options extends JsonObject>(
  of: OnlineModelKind<Options>,
): LearnerKind<Options> {
  const { kind, title, summary, tasks, defaults } = of;
  return {
    kind,
    title,
    summary,
    learns: 'streams',
    tasks,
    features: 'scaled',
    isTried: false,
    defaults,
    create(problem, options) {
      checkProblem(problem, of);
      // Wrong options are refused here, before there are rows.
      of.create(onlineProblemOf(problem, knownWith(noFeatures, problem)), options, 0);
      return new OnlineLearner(of, problem, options);
    },
    load(snapshot) {
      const { problem, options, known, model } = unpackOnline(of, snapshot);
      return new OnlineLearner(of, problem, options, known, model);
    },
  };
}
