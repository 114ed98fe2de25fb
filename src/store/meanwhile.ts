/** Any transaction that covers the projects, which every version of the database has. */
interface Transaction {
  objectStore(name: 'project'): { getKey(key: string): Promise<unknown> };
}

/**
 * Waits inside a transaction for something else than its database. A transaction ends as soon as nothing is asked of it:
 * until the other work is done, it is asked for nothing in particular.
 */
export async function meanwhile<T>(transaction: Transaction, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = (): void => void (isDone = true);
  work.then(done, done);
  const store = transaction.objectStore('project');
  while (!isDone) await store.getKey('');
  return work;
}
