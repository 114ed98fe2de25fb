import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import type { Migration } from '../../src/store/migrations.ts';
import { freshName } from './open-for-test.ts';

const onLost = (): void => undefined;

describe('a database', () => {
  it('of a newer app is refused, with both versions', async () => {
    const name = freshName();
    (await openDB(name, 7)).close();
    await expect(openStore(name)).rejects.toMatchObject({
      code: 'store-newer',
      details: { stored: 7, known: MIGRATIONS.length },
    });
  });

  it('that another tab does not let go of is refused, and not held afterwards', async () => {
    const name = freshName();
    const stubborn = await openDB(name, 1);
    const migrations: readonly Migration[] = [...MIGRATIONS, () => undefined];
    const lost = vi.fn<(reason: string) => void>();
    await expect(openDatabase(name, { migrations, blockedMs: 0, onLost: lost })).rejects.toMatchObject({
      code: 'store-blocked',
    });
    stubborn.close();
    await deleteDB(name);
    expect(lost).not.toHaveBeenCalled();
  });

  it('waits for another tab that lets go of it in time', async () => {
    const name = freshName();
    const older = await openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore('project'),
      blocking: () => void finish(),
    });
    const finish = async (): Promise<void> => {
      const writing = older.put('project', 1, 'one');
      older.close();
      await writing;
    };
    const next: Migration = (database) => void database.createObjectStore('blobs');
    const database = await openDatabase(name, {
      migrations: [() => undefined, next],
      blockedMs: 60_000,
      onLost,
    });
    expect(await database.get('project', 'one')).toBe(1);
    database.close();
  });
});
