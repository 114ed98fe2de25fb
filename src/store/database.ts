import { deleteDB, openDB } from 'idb';
import { PerennialError } from '../core/errors.ts';
import { abort } from './connection.ts';
import { storeFailure } from './failures.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Migration, UpgradeTransaction } from './migrations.ts';
import type { Database, Schema } from './schema.ts';

/** Why a connection must not be used any more. */
export const ERASED = 'everything here was erased; reload this page to begin anew';
const NEWER = 'a newer version of the app was opened in another tab; reload this page to go on';

export interface DatabaseOptions {
  readonly migrations?: readonly Migration[];
  /** Run before the migrations of a database that holds something already; where it throws, nothing is migrated. */
  readonly before?: (transaction: UpgradeTransaction, version: number) => Promise<void>;
  /** How long to wait for older tabs to let go of the database: they do at once, after what they are writing. */
  readonly blockedMs?: number;
  /** Called when the connection must not be used any more, with the reason for a person. */
  readonly onLost: (reason: string) => void;
}

/**
 * Opens the database at the newest version, after the migrations that it lacks. The connection closes itself when
 * another tab upgrades the database or the browser takes it away.
 *
 * Throws `store-newer`, `store-blocked`, `store-denied` or `store-failed`.
 */
export async function openDatabase(name: string, options: DatabaseOptions): Promise<Database> {
  const { migrations = MIGRATIONS, before, blockedMs = 3000, onLost } = options;
  let giveUp: (error: PerennialError) => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => (giveUp = reject));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isGivenUp = false;
  let failure: unknown;
  let stored = 0;

  const opening = openDB<Schema>(name, migrations.length, {
    upgrade(database, from, _to, transaction) {
      clearTimeout(timer); // The older tabs have let go.
      stored = from;
      // Why the browser gave the transaction up, a full disk for instance, says more than "aborted".
      const fail = (error: unknown): void => void (failure ??= transaction.error ?? error);
      transaction.done.catch(fail);
      const steps = migrations.slice(from);
      if (from > 0 && before) steps.unshift(() => before(transaction, from));
      migrate(database, transaction, steps).catch((error: unknown) => {
        fail(error);
        abort(transaction);
      });
    },
    blocked() {
      timer = setTimeout(() => {
        isGivenUp = true;
        giveUp(storeBlocked());
      }, blockedMs);
    },
    blocking(_current, wanted, event) {
      (event.target as IDBDatabase).close();
      onLost(wanted === null ? ERASED : NEWER);
    },
    terminated() {
      onLost('the browser took the database away, perhaps because site data was cleared; reload this page');
    },
  });
  opening.then(
    (database) => isGivenUp && database.close(),
    () => undefined,
  );

  try {
    return await Promise.race([opening, blocked]);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError')
      throw await storeNewer(name, migrations.length, error);
    const problem = storeFailure(failure ?? error);
    throw stored > 0 ? notMigrated(problem, stored, migrations.length) : problem;
  } finally {
    clearTimeout(timer);
  }
}

/** What a person is told where the data could not be brought to this version. */
function notMigrated(problem: PerennialError, stored: number, wanted: number): PerennialError {
  if (problem.code !== 'store-failed' && problem.code !== 'store-full') return problem;
  const reason = problem.code === 'store-full' ? 'there is no room left on this device' : reasonOf(problem);
  return new PerennialError(
    problem.code,
    `the data on this device could not be brought from version ${stored} to ${wanted} (${reason}), and is as it was: free some disk space where it is short, then reload to try again; the release before this one can still read it`,
    { stage: 'store', details: { stored, wanted }, cause: problem.cause },
  );
}

function reasonOf({ cause, message }: PerennialError): string {
  return cause instanceof Error ? cause.message : message;
}

/** Deletes the database; whoever still has it open is told to let go. Throws `store-blocked` or `store-failed`. */
export async function eraseDatabase(name: string, blockedMs = 3000): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let giveUp: (error: PerennialError) => void = () => undefined;
  const blocked = new Promise<never>((_, reject) => (giveUp = reject));
  const deleting = deleteDB(name, {
    blocked: () => void (timer = setTimeout(() => giveUp(eraseBlocked()), blockedMs)),
  });
  try {
    await Promise.race([deleting, blocked]);
  } catch (error) {
    throw storeFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

function eraseBlocked(): PerennialError {
  return new PerennialError(
    'store-blocked',
    'another tab still holds the data, which is deleted as soon as that tab lets go: close the other tabs of this app',
    { stage: 'store' },
  );
}

async function migrate(
  database: Database,
  transaction: UpgradeTransaction,
  migrations: readonly Migration[],
): Promise<void> {
  for (const migration of migrations) await migration(database, transaction);
}

function storeBlocked(): PerennialError {
  return new PerennialError(
    'store-blocked',
    'another tab still uses an older version of the data: close the other tabs of this app, then reload this page',
    { stage: 'store' },
  );
}

async function storeNewer(name: string, known: number, cause: unknown): Promise<PerennialError> {
  const stored = (await indexedDB.databases()).find((database) => database.name === name)?.version ?? known;
  return new PerennialError(
    'store-newer',
    `the data on this device has version ${stored}, and this app knows versions up to ${known}: reload the page to get the newest app`,
    { stage: 'store', details: { stored, known }, cause },
  );
}
