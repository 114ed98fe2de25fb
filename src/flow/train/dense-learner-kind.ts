import type { DenseEmbedding, DenseShape } from '../../core/dense.ts';
import { PerennialError } from '../../core/errors.ts';
import type { LearnerKind, LearnerParts, Problem } from '../../core/learner.ts';
import type { Task } from '../../core/schema.ts';
import { checkProblem } from './check-problem.ts';
import { DenseLearner, type DensePlan } from './dense-learner.ts';
import { checkDenseOptions, type DenseOptions } from './dense-options.ts';
import { unpackDense } from './dense-snapshot.ts';

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

/** What tells one kind of dense learner from another. */
export interface DenseDesign<Options extends DenseOptions> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly defaults: Options;
  /** The layers between features and outputs; throws `options` when they cannot be built. */
  readonly layers: (options: Options) => Pick<DenseShape, 'hidden' | 'activation' | 'layerNorm'>;
  /** The share of hidden units that each step leaves out; throws `options` where that cannot be. */
  readonly dropout: (options: Options) => number;
}

export function denseLearnerKind<Options extends DenseOptions>(
  design: DenseDesign<Options>,
): LearnerKind<Options> {
  const { kind, title, summary, defaults } = design;
  return {
    kind,
    title,
    summary,
    learns: 'tables',
    tasks,
    features: 'scaled',
    isInWidget: true,
    defaults,
    create: (problem, options, parts) =>
      new DenseLearner(kind, problem, options, planOf(design, problem, options, parts), parts, null),
    load: (snapshot, parts) => {
      const { problem, options, plan, model } = unpackDense(
        kind,
        snapshot,
        parts,
        defaults,
        (problem, options: Options) => planOf(design, problem, options, parts),
      );
      return new DenseLearner(kind, problem, options, plan, parts, model);
    },
  };
}

/** Throws `options` and `problem`, naming what cannot be built. */
function planOf<Options extends DenseOptions>(
  { kind, layers, dropout }: DenseDesign<Options>,
  problem: Problem,
  options: Options,
  parts: LearnerParts,
): DensePlan {
  checkDenseOptions(options);
  for (const name of ['memory', 'strategy'] as const)
    if (options[name] !== parts[name].kind)
      throw new PerennialError(
        'unknown-kind',
        `the model needs the ${name} "${options[name]}", but here is "${parts[name].kind}" alone`,
        { stage: 'train' },
      );
  checkProblem(problem, { kind, tasks });
  const { task, features, classes } = problem;
  const loss = task === 'binary' ? 'sigmoid' : task === 'multiclass' ? 'softmax' : options.regressionLoss;
  const outputs = loss === 'softmax' ? classes.length : 1;
  const own = layers(options);
  const embeddings = embeddingsOf(problem, own.hidden.length ? Infinity : outputs);
  const plain = { inputs: features.length, outputs, loss, ...own } as const;
  const shape = embeddings.length ? { ...plain, embeddings } : plain;
  return { shape, dropout: dropout(options) };
}

/**
 * An embedding as wide as the fourth root of its categories' number, for what tells them apart grows slowly with it; in a linear
 * model no wider than its outputs, beyond which it could say no more.
 */
function embeddingsOf({ features, categories = {} }: Problem, widest: number): readonly DenseEmbedding[] {
  return features.flatMap((feature, input) => {
    const count = Object.hasOwn(categories, feature) ? categories[feature]! : 0;
    return count ? { input, categories: count, width: Math.min(widest, Math.ceil(count ** 0.25)) } : [];
  });
}
