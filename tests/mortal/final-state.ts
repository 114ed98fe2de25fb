import type { Store } from '../../src/core/store.ts';

/**
 * Everything that a store holds, or holds of one project, but for what no two runs share: ids, times, how long something
 * took. An id becomes the place of what it names.
 */
export async function finalState(store: Store, projectId?: string): Promise<unknown> {
  const kinds = [
    'project',
    'table',
    'split',
    'version',
    'report',
    'alias',
    'event',
    'job',
    'job-file',
  ] as const;
  const query = projectId === undefined ? {} : { projectId };
  const records = (
    await Promise.all(
      kinds.map(async (kind) =>
        kind === 'project' && projectId !== undefined
          ? [await store.get('project', projectId)]
          : store.list(kind, query),
      ),
    )
  )
    .flat()
    .filter((record) => record !== undefined);
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
  return places.get(text) ?? (places.has(first) ? [places.get(first), ...rest].join('/') : text);
}
