/** A category as large as this has no place in a file that is not made to fill the memory. */
export const MOST_CATEGORY = 0xffff;
/** Words of all sets of a model: 64 MB of them. */
const MOST_WORDS = 2 ** 24;

/** Makes sets of categories, and refuses where they would fill the memory. */
export class CategorySets {
  readonly #refuse: (what: string) => never;
  #words = 0;

  constructor(refuse: (what: string) => never) {
    this.#refuse = refuse;
  }

  /** With the bits of these categories set; one word at least, for a node without any would ask for a number. */
  of(categories: readonly number[]): Uint32Array<ArrayBuffer> {
    let largest = 0;
    for (const category of categories) {
      if (!(Number.isInteger(category) && category >= 0 && category <= MOST_CATEGORY))
        this.#refuse(`a split names the category ${category}; they go from 0 to ${MOST_CATEGORY}`);
      largest = Math.max(largest, category);
    }
    const set = this.taken((largest >>> 5) + 1);
    for (const category of categories) set[category >>> 5]! |= 1 << (category & 31);
    return set;
  }

  /** An empty set of so many words. */
  taken(words: number): Uint32Array<ArrayBuffer> {
    this.#words += words;
    if (this.#words > MOST_WORDS)
      this.#refuse(`its splits of categories take more than ${MOST_WORDS} words of 32 bits`);
    return new Uint32Array(words);
  }
}

export function hasCategory(set: Uint32Array, category: number): boolean {
  return ((set[category >>> 5] ?? 0) & (1 << (category & 31))) !== 0;
}

/** The categories of a set, in ascending order. */
export function categoriesIn(set: Uint32Array): readonly number[] {
  const found: number[] = [];
  for (let category = 0; category < set.length * 32; category++)
    if (hasCategory(set, category)) found.push(category);
  return found;
}
