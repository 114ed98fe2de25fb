import type { JobContext } from '../core/progress.ts';
import type { RowScores } from '../flow/learn/trial.ts';
import type { Chunks, PackedModel } from './compute.ts';
import type { House } from './house.ts';

/** Some rows of a table. */
export interface Segment {
  readonly chunks: Chunks;
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** What models make of segments: each pair is computed once, however often it is asked for. */
export class ModelScores {
  readonly #house: House;
  readonly #context: JobContext;
  readonly #known = new Map<PackedModel, Map<Segment, Promise<RowScores>>>();

  constructor(house: House, context: JobContext) {
    this.#house = house;
    this.#context = context;
  }

  async of(model: PackedModel, { chunks, rows }: Segment): Promise<RowScores> {
    return this.#house.compute.run('score', { model, chunks, rows }, this.#context);
  }

  /** Of many segments, one behind the other. */
  async ofAll(model: PackedModel, segments: readonly Segment[]): Promise<RowScores> {
    const parts = await Promise.all(segments.map((segment) => this.#once(model, segment)));
    return {
      errors: Float64Array.from(parts.flatMap(({ errors }) => [...errors])),
      surprise: Float64Array.from(parts.flatMap(({ surprise }) => [...surprise])),
    };
  }

  async #once(model: PackedModel, segment: Segment): Promise<RowScores> {
    const ofModel = this.#known.get(model) ?? new Map<Segment, Promise<RowScores>>();
    this.#known.set(model, ofModel);
    const known = ofModel.get(segment) ?? this.of(model, segment);
    ofModel.set(segment, known);
    return known;
  }
}
