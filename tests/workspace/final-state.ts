import type { Store } from '../../src/core/store.ts';

/**
 * Everything that a store holds, but for what no two runs share: ids, times, how long something took. Ids become the
 * place of what they name.
 */
export async function finalState(store: Store): Promise<unknown> {
  const kinds = ['project', 'table', 'split', 'version', 'alias', 'event', 'job', 'job-file'] as const;
  const records = (await Promise.all(kinds.map((kind) => store.list(kind)))).flat();
  const places = new Map(records.map(({ id, kind }, index) => [id, `${kind} ${index}`]));
  return JSON.parse(
    JSON.stringify(records, (key, value: unknown) => {
      if (['createdAt', 'since', 'at', 'durationMs'].includes(key)) return undefined;
      return typeof value === 'string' ? withoutIds(value, places) : value;
    }),
  );
}

/** An alias' id begins with its project's. */
function withoutIds(text: string, places: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = text.split('/');
  const place = places.get(text) ?? (places.has(first) ? [places.get(first), ...rest].join('/') : text);
  return place;
}
