import type { JsonObject } from '../../../../src/core/json.ts';

/** Kinds whose defaults would take minutes in the suites, with what makes them small. */
const small: Readonly<Record<string, JsonObject>> = { 'incremental-ridge': { features: 60 } };

export function smallOptions<Options extends JsonObject>({
  kind,
  defaults,
}: {
  readonly kind: string;
  readonly defaults: Options;
}): Options {
  return { ...defaults, ...small[kind] };
}
