import type { RowScores } from '../flow/learn/trial.ts';
import type { StoredModel, StoredRows } from './compute.ts';
import type { Scores } from './judging.ts';
import type { Work } from './work.ts';

/** What models make of segments, whose rows stand as they came: each pair is computed once, however often it is asked for. */
export class ModelScores implements Scores<StoredModel, StoredRows> {
  readonly #work: Work;
  readonly #known = new Map<StoredModel, Map<StoredRows, Promise<RowScores>>>();

  constructor(work: Work) {
    this.#work = work;
  }

  async ofAll(model: StoredModel, segments: readonly StoredRows[]): Promise<RowScores> {
    const parts: RowScores[] = [];
    for (const segment of segments) parts.push(await this.#once(model, segment));
    return {
      errors: Float64Array.from(parts.flatMap(({ errors }) => [...errors])),
      surprise: Float64Array.from(parts.flatMap(({ surprise }) => [...surprise])),
    };
  }

  async #once(model: StoredModel, segment: StoredRows): Promise<RowScores> {
    const ofModel = this.#known.get(model) ?? new Map<StoredRows, Promise<RowScores>>();
    this.#known.set(model, ofModel);
    const known =
      ofModel.get(segment) ?? this.#work.compute('score', { model, rows: segment, order: 'rows' });
    ofModel.set(segment, known);
    return known;
  }
}
