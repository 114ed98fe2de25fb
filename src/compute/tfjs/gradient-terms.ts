import {
  add,
  div,
  maximum,
  mul,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tensor1d,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { DenseShape, DenseTraining } from '../../core/dense.ts';
import { parameterCount } from '../../math/dense.ts';
import { forWeights, strengthsOf } from '../strengths.ts';
import { unitOfClip } from '../unit-of-clip.ts';

/** What a training makes of a batch's gradient before the optimizer moves: the clip, then the pulls of l2 and anchor. */
export class GradientTerms {
  readonly #count: number;
  readonly #clip: number | null;
  readonly #l2: Tensor1D | null;
  readonly #anchor: { readonly strengths: Tensor1D; readonly parameters: Tensor1D } | null;

  constructor(shape: DenseShape, { clip, l2, anchor }: DenseTraining) {
    this.#count = parameterCount(shape);
    this.#clip = clip;
    this.#l2 = l2 === 0 ? null : tensor1d(forWeights(shape, l2, 0));
    this.#anchor = anchor && {
      strengths: tensor1d(strengthsOf(shape, anchor)),
      parameters: tensor1d(anchor.parameters.slice()),
    };
  }

  /**
   * To be called in a tidy.
   *
   * @param state begins with the parameters.
   */
  apply(gradient: Tensor1D, state: Tensor1D): Tensor1D {
    let slopes = this.#clip === null ? gradient : shortened(gradient, this.#clip);
    if (!this.#l2 && !this.#anchor) return slopes;
    const parameters = slice(state, 0, this.#count);
    if (this.#l2) slopes = add(slopes, mul(this.#l2, parameters));
    if (this.#anchor)
      slopes = add(slopes, mul(this.#anchor.strengths, sub(parameters, this.#anchor.parameters)));
    return slopes;
  }

  close(): void {
    this.#l2?.dispose();
    this.#anchor?.strengths.dispose();
    this.#anchor?.parameters.dispose();
  }
}

function shortened(gradient: Tensor1D, longest: number): Tensor1D {
  const length = sqrt(sum(square(mul(gradient, 1 / (longest * unitOfClip)))));
  return div(gradient, maximum(mul(length, unitOfClip), 1));
}
