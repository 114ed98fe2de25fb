import type { JsonObject } from '../../../core/json.ts';
import type { OnlineModel, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState, Tensor } from '../../../core/snapshot.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import type { Expert } from './expert-kinds.ts';

/** Models that learn the same rows side by side and are saved as one. */
export class ExpertPool {
  readonly #models: readonly OnlineModel[];
  #answers: readonly Float64Array<ArrayBuffer>[];
  /** The row of which `#answers` are, while no model has changed since: not part of what is saved. */
  #asked: Float32Array<ArrayBuffer>;
  #isAnswered = false;

  constructor(models: readonly OnlineModel[], problem: OnlineProblem) {
    this.#models = models;
    this.#answers = answersFor(models, problem);
    this.#asked = new Float32Array(problem.categories.length);
  }

  static begin(problem: OnlineProblem, experts: readonly Expert[], seed: number): ExpertPool {
    // Models that draw must not draw the same.
    const models = experts.map(({ of, options }, place) => of.create(problem, options, seed + 7919 * place));
    return new ExpertPool(models, problem);
  }

  static load(
    problem: OnlineProblem,
    experts: readonly Expert[],
    { header, tensors }: PartState,
  ): ExpertPool {
    const { experts: headers } = header;
    if (!Array.isArray(headers) || headers.length !== experts.length || !headers.every(isObject))
      return refuseSnapshot('model', `it does not say what its ${experts.length} experts have learnt`);
    const models = experts.map(({ of, options }, place) =>
      of.load(problem, options, {
        header: headers[place] as JsonObject,
        tensors: tensorsOf(tensors, prefixOf(place)),
      }),
    );
    return new ExpertPool(models, problem);
  }

  /** What each says of a row: (experts)(classes or 1). A row that was just asked is not asked again. */
  ask(x: Float32Array, at: number): readonly Float64Array<ArrayBuffer>[] {
    if (this.#isAnswered && this.#isAsked(x, at)) return this.#answers;
    for (let place = 0; place < this.#models.length; place++)
      this.#models[place]!.predict(x, at, this.#answers[place]!);
    for (let i = 0; i < this.#asked.length; i++) this.#asked[i] = x[at + i]!;
    this.#isAnswered = true;
    return this.#answers;
  }

  #isAsked(x: Float32Array, at: number): boolean {
    const asked = this.#asked;
    for (let i = 0; i < asked.length; i++) if (!Object.is(asked[i], x[at + i])) return false;
    return true;
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#isAnswered = false;
    for (const model of this.#models) model.learn(x, at, y, weight);
  }

  grow(problem: OnlineProblem): void {
    this.#isAnswered = false;
    for (const model of this.#models) model.grow(problem);
    this.#answers = answersFor(this.#models, problem);
    this.#asked = new Float32Array(problem.categories.length);
  }

  forgetRows(): void {
    this.#isAnswered = false;
    for (const model of this.#models) model.forgetRows?.();
  }

  save(): PartState {
    const saved = this.#models.map((model) => model.save());
    const tensors = saved.flatMap((part, place) =>
      Object.entries(part.tensors).map(([name, tensor]) => [prefixOf(place) + name, tensor] as const),
    );
    return { header: { experts: saved.map(({ header }) => header) }, tensors: Object.fromEntries(tensors) };
  }
}

function answersFor(models: readonly OnlineModel[], { classes }: OnlineProblem): Float64Array<ArrayBuffer>[] {
  return models.map(() => new Float64Array(Math.max(1, classes)));
}

function prefixOf(place: number): string {
  return `expert${place}.`;
}

function tensorsOf(tensors: PartState['tensors'], prefix: string): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
