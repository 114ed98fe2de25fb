import type { PartState } from '../../../core/snapshot.ts';

/** Makes one answer of those of several experts, and learns whom to trust. */
export interface Combiner {
  /** @param answers of each expert, as OnlineModel gives them. Changes nothing. */
  predict(answers: readonly Float64Array[], into: Float64Array): void;
  /** @param answers that the experts gave before they learnt this row. */
  learn(answers: readonly Float64Array[], y: number, weight: number): void;
  grow(classes: number): void;
  save(): PartState;
  /** @throws PerennialError `snapshot-format` */
  restore(saved: PartState): void;
}

/** How a combination learns whom to trust. */
export type CombinerOptions = {
  /** The part of the weight of all experts that is divided anew at every row, where probabilities are mixed. */
  readonly mixShare: number;
  /** The same where the final answer is chosen, by mistakes. */
  readonly choiceShare: number;
  /** By how much, in logarithms, a mistake costs weight. */
  readonly choiceRate: number;
  /** Variance of the factor of each expert's score at first, where scores are added up; */
  readonly stackPrior: number;
  /** and what it gains with every row. */
  readonly stackDrift: number;
};

/** The trust before the first row in each expert, in their mix and in their sum: that in an expert of average trust is that in the latter two. */
export function candidateTrust(trust: Float64Array): Float64Array<ArrayBuffer> {
  const experts = trust.length;
  return Float64Array.from(
    { length: experts + 2 },
    (_, i) => (i < experts ? experts * trust[i]! : 1) / (experts + 2),
  );
}
