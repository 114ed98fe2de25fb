import type { NumberTape } from '../number-tape.ts';
import type { Split } from './tree-leaf.ts';
import { meritOf } from './value-merit.ts';
import { ValueMoments } from './value-moments.ts';

/** The best test of a categorical feature, and what goes each way; null for a category that was not seen. */
export interface CategoryTest {
  readonly merit: number;
  readonly kind: Split['kind'];
  readonly value: number;
  readonly sides: readonly (ValueMoments | null)[];
}

/** The target, category by category. */
export class CategoryMoments {
  /** By category, as far as the highest that was seen. */
  readonly #moments: (ValueMoments | null)[] = [];

  get count(): number {
    return this.#moments.length;
  }

  add(category: number, target: number, weight: number): void {
    while (this.#moments.length <= category) this.#moments.push(null);
    (this.#moments[category] ??= new ValueMoments()).add(target, weight);
  }

  /**
   * A branch for each category, where there are more than two, or the one category against all others that explains more.
   *
   * @param categories how many there are.
   */
  best(whole: ValueMoments, categories: number): CategoryTest | null {
    const seen = this.#moments.filter((moments) => moments !== null);
    let best: CategoryTest | null = null;
    if (seen.length > 2) {
      const sides = Array.from({ length: categories }, (_, category) => this.#moments[category] ?? null);
      best = { merit: meritOf(whole, seen), kind: 'each', value: 0, sides };
    }
    for (const [value, moments] of this.#moments.entries()) {
      if (!moments) continue;
      const sides = [moments, whole.minus(moments)];
      const merit = meritOf(whole, sides);
      if (!best || merit > best.merit) best = { merit, kind: 'equal', value, sides };
    }
    return best;
  }

  save(tape: NumberTape): void {
    tape.write(this.#moments.length);
    for (const moments of this.#moments) {
      tape.write(moments ? 1 : 0);
      moments?.save(tape);
    }
  }

  static load(tape: NumberTape, categories: number): CategoryMoments {
    const read = new CategoryMoments();
    const count = tape.readIndex(categories + 1);
    for (let i = 0; i < count; i++)
      read.#moments.push(tape.readIndex(2) === 1 ? ValueMoments.load(tape) : null);
    return read;
  }
}
