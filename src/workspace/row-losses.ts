import type { JobContext } from '../core/progress.ts';
import type { Chunks, PackedModel } from './compute.ts';
import type { House } from './house.ts';

/** Some rows of a table. */
export interface Segment {
  readonly chunks: Chunks;
  readonly rows: Uint32Array<ArrayBuffer>;
}

type Losses = Float64Array<ArrayBuffer>;

/** What models lose on segments: each pair is computed once, however often it is asked for. */
export class RowLosses {
  readonly #house: House;
  readonly #context: JobContext;
  readonly #known = new Map<PackedModel, Map<Segment, Promise<Losses>>>();

  constructor(house: House, context: JobContext) {
    this.#house = house;
    this.#context = context;
  }

  async of(model: PackedModel, segment: Segment): Promise<Losses> {
    const ofModel = this.#known.get(model) ?? new Map<Segment, Promise<Losses>>();
    this.#known.set(model, ofModel);
    const known = ofModel.get(segment) ?? this.#compute(model, segment);
    ofModel.set(segment, known);
    return known;
  }

  /** Of many segments, one behind the other. */
  async ofAll(model: PackedModel, segments: readonly Segment[]): Promise<Losses> {
    const parts = await Promise.all(segments.map((segment) => this.of(model, segment)));
    return Float64Array.from(parts.flatMap((part) => [...part]));
  }

  async #compute(model: PackedModel, { chunks, rows }: Segment): Promise<Losses> {
    const { losses } = await this.#house.compute.run('losses', { model, chunks, rows }, this.#context);
    return losses;
  }
}
