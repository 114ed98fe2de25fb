import type { DenseEmbedding, DenseShape } from '../../core/dense.ts';
import { PerennialError } from '../../core/errors.ts';
import type { LearnerKind, LearnerParts, Problem } from '../../core/learner.ts';
import type { Task } from '../../core/schema.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { checkProblem } from './check-problem.ts';
import { DenseLearner, type DensePlan } from './dense-learner.ts';
import { checkDenseOptions, type DenseOptions } from './dense-options.ts';
import { unpackDense } from './dense-snapshot.ts';

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

/** What tells one kind of dense learner from another. */
export interface DenseDesign<Options extends DenseOptions> {
  readonly kind: string;
  readonly defaults: Options;
  /** The layers between features and outputs. */
  readonly layers: (options: Options) => Pick<DenseShape, 'hidden' | 'activation' | 'layerNorm'>;
  /** The share of hidden units that each step leaves out. */
  readonly dropout: (options: Options) => number;
}

/** What a person is told of it, and what may be asked of it. */
interface DenseWords<Options> extends Pick<LearnerKind, 'title' | 'summary'> {
  /** Throws `options` where its own ones cannot be built. */
  readonly check: (options: Options) => void;
}

export function denseLearnerKind<Options extends DenseOptions>(
  design: DenseDesign<Options>,
  { title, summary, check }: DenseWords<Options>,
): LearnerKind<Options> {
  const { kind, defaults } = design;
  const checked: typeof planOf<Options> = (design, problem, options, parts) => {
    checkDenseOptions(options);
    check(options);
    checkProblem(problem, { kind, tasks });
    return planOf(design, problem, options, parts);
  };
  return {
    kind,
    title,
    summary,
    learns: 'tables',
    tasks,
    features: 'scaled',
    isTried: true,
    defaults,
    create: (problem, options, parts) =>
      new DenseLearner(kind, problem, options, checked(design, problem, options, parts), parts, null),
    load: (snapshot, parts) => loaded(design, snapshot, parts, checked),
  };
}

/** One that was saved, as its kind's `load` takes it up, but with no check of options: for those who trust whoever saved it. */
export function takeUpDense<Options extends DenseOptions>(
  design: DenseDesign<Options>,
): (snapshot: Snapshot, parts: LearnerParts) => DenseLearner {
  return (snapshot, parts) => loaded(design, snapshot, parts, planOf);
}

function loaded<Options extends DenseOptions>(
  design: DenseDesign<Options>,
  snapshot: Snapshot,
  parts: LearnerParts,
  plan: typeof planOf<Options>,
): DenseLearner {
  const { kind, defaults } = design;
  const unpacked = unpackDense(kind, snapshot, parts, defaults, (problem, options: Options) =>
    plan(design, problem, options, parts),
  );
  return new DenseLearner(kind, unpacked.problem, unpacked.options, unpacked.plan, parts, unpacked.model);
}

/** Throws `unknown-kind` where other parts are asked for. */
function planOf<Options extends DenseOptions>(
  { layers, dropout }: DenseDesign<Options>,
  problem: Problem,
  options: Options,
  parts: LearnerParts,
): DensePlan {
  for (const name of ['memory', 'strategy'] as const)
    if (options[name] !== parts[name].kind)
      throw new PerennialError(
        'unknown-kind',
        `the model needs the ${name} "${options[name]}", but here is "${parts[name].kind}" alone`,
        { stage: 'train' },
      );
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
