import { PerennialError } from '../../../core/errors.ts';
import type { Problem } from '../../../core/learner.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { OnlineProblem } from '../../../core/online-model.ts';

/** Every feature that a model of a stream has met, in the order in which they came: their places within the model. */
export interface KnownFeatures {
  readonly names: readonly string[];
  /** As in OnlineProblem. */
  readonly categories: readonly number[];
}

export const noFeatures: KnownFeatures = { names: [], categories: [] };

/**
 * The features known before, then those that this problem brings anew.
 *
 * @throws PerennialError `problem` where a feature is an index of categories in one and a number in the other, or has fewer categories.
 */
export function knownWith(known: KnownFeatures, { features, categories = {} }: Problem): KnownFeatures {
  const names = [...known.names];
  const counts = [...known.categories];
  for (const feature of features) {
    const count = Object.hasOwn(categories, feature) ? categories[feature]! : 0;
    const place = names.indexOf(feature);
    if (place < 0) {
      names.push(feature);
      counts.push(count);
    } else if (count > 0 === counts[place]! > 0 && count >= counts[place]!) counts[place] = count;
    else refuse(feature, counts[place]!, count);
  }
  return { names, categories: counts };
}

export function onlineProblemOf({ task, classes }: Problem, { categories }: KnownFeatures): OnlineProblem {
  return { task, categories, classes: classes.length };
}

/**
 * The rows as the model has its inputs: the very same array where nothing moved, else a copy with NaN where a feature is missing.
 */
export function placed(x: Matrix, { names }: KnownFeatures): Float32Array<ArrayBuffer> {
  const width = x.features.length;
  if (names.length === width && names.every((name, place) => name === x.features[place])) return x.data;
  const data = new Float32Array(x.rows * names.length).fill(NaN);
  for (const [from, feature] of x.features.entries()) {
    const to = names.indexOf(feature);
    for (let row = 0; row < x.rows; row++) data[row * names.length + to] = x.data[row * width + from]!;
  }
  return data;
}

function refuse(feature: string, was: number, is: number): never {
  const words = (count: number) => (count ? `the index of ${count} categories` : 'a number');
  throw new PerennialError(
    'problem',
    `feature "${feature}" was ${words(was)} and is now ${words(is)}; give it another name, or train a new model`,
    { stage: 'train' },
  );
}
