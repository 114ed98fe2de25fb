import type { JsonObject } from './json.ts';

/** warning: it may have changed; drift: it has, with the confidence asked for. */
export type Alarm = 'stable' | 'warning' | 'drift';

/**
 * Watches a stream of numbers, one after the other, for a change of its mean: the errors of a model, in the order in
 * which their labels came. After `drift` it begins anew: the next value is its first, or the first after those since its warning.
 *
 * Time and memory a value grow at most with the logarithm of the stream: what keeps values keeps a bounded number of them. The same
 * values give the same alarms; what draws at random draws from a seed among its options.
 */
export interface Detector {
  /** Takes in the next value, and tells what it makes of the stream so far. Throws `value` for one out of its range. */
  update(value: number): Alarm;
  /** All that it needs to go on. */
  save(): JsonObject;
}

/** One kind of detector: how to begin with one, and how to go on with one that was kept. */
export interface DetectorKind<Options extends JsonObject = JsonObject> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Author, title, year. */
  readonly source: string;
  readonly defaults: Options;
  /** Throws `options` for those that it cannot work with. */
  create(options: Options): Detector;
  /** Throws `snapshot-format` for what another kind has kept. */
  load(options: Options, saved: JsonObject): Detector;
}
