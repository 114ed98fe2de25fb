/**
 * How much better answers agree with the truth than chance would (Cohen 1960), and than no change would (Žliobaitė et al. 2015): 1 is perfect, 0 no
 * better, less than 0 worse. On a stream whose classes are rare, or stay for a while, accuracy alone flatters; these do not.
 *
 * @example
 * const agreement = new Agreement(2);
 * for (const [truth, said] of [[0, 0], [0, 0], [1, 1], [1, 0]] as const) agreement.add(truth, said);
 * agreement.accuracy // 0.75
 * agreement.kappa // 0.5
 * agreement.kappaTemporal // 0.5
 */
export class Agreement {
  readonly #truths: Float64Array<ArrayBuffer>; // (classes)
  readonly #answers: Float64Array<ArrayBuffer>; // (classes)
  #hits = 0;
  #count = 0;
  #repeats = 0;
  #last = -1;

  constructor(classes: number) {
    this.#truths = new Float64Array(classes);
    this.#answers = new Float64Array(classes);
  }

  /** Class indexes, in the order of the stream. */
  add(truth: number, said: number): void {
    this.#truths[truth]!++;
    this.#answers[said]!++;
    this.#count++;
    if (truth === said) this.#hits++;
    // The first row has none before it: no change is wrong about it.
    if (truth === this.#last) this.#repeats++;
    this.#last = truth;
  }

  /** NaN before the first row, as are the others. */
  get accuracy(): number {
    return this.#hits / this.#count;
  }

  /** 0 where chance cannot miss: one class alone came and was answered. */
  get kappa(): number {
    let chance = 0;
    for (let c = 0; c < this.#truths.length; c++) chance += this.#truths[c]! * this.#answers[c]!;
    return beyond(this.accuracy, chance / this.#count ** 2);
  }

  get kappaTemporal(): number {
    return beyond(this.accuracy, this.#repeats / this.#count);
  }
}

function beyond(accuracy: number, baseline: number): number {
  return baseline === 1 ? 0 : (accuracy - baseline) / (1 - baseline);
}
