import '../plain-runes.ts';
import { expect, test } from 'vitest';
import { Tabs } from '../../../src/app/state/tabs.svelte.ts';
import { PerennialError } from '../../../src/core/errors.ts';
import type { Id } from '../../../src/core/ids.ts';
import type { RecordKind } from '../../../src/core/records.ts';
import type { TabNews } from '../../../workers/workspace/contract.ts';

const [A, B] = ['project-a' as Id, 'project-b' as Id];

/** A tab called "me" in a house that counts what it is asked to read; `writes` is what its worker answers. */
function opened({ writes = true, failure = null as PerennialError | null } = {}) {
  const did: string[] = [];
  const held: (() => void)[] = [];
  let hear: (news: TabNews) => void = () => undefined;
  const tabs = new Tabs(
    {
      ask: {
        attend: async () => ({ tab: 'me', isWriter: writes }),
        takeOver: async () => {
          if (failure) throw failure;
          return { tab: 'me', isWriter: true };
        },
      },
      notices: { say: (text) => void did.push(text) },
      refresh: () =>
        new Promise((resolve) => {
          did.push('refresh');
          held.push(resolve);
        }),
      readInterrupted: async () => void did.push('interrupted'),
    },
    (listener) => {
      hear = listener;
      return { tell: () => undefined, close: () => undefined };
    },
  );
  const committed = (tab: string, records: readonly RecordKind[], projectIds: readonly Id[] = [A]) =>
    hear({ kind: 'committed', tab, projectIds, records });
  const role = (isWriter: boolean, projectId = A, tab = 'me') =>
    hear({ kind: 'role', tab, projectId, isWriter });
  const finishRefresh = async () => {
    held.shift()!();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { tabs, did, committed, role, finishRefresh, setWrites: (value: boolean) => (writes = value) };
}

test('a project that nobody else writes to is written to here; otherwise this tab follows', async () => {
  for (const writes of [true, false]) {
    const { tabs, did } = opened({ writes });
    await tabs.attend(A);
    expect(tabs.follows).toBe(!writes);
    expect(did).toEqual([]);
  }
});

test('what another tab keeps of the open project is read again, what this one keeps is not', async () => {
  const { tabs, did, committed } = opened();
  await tabs.attend(A);
  committed('me', ['project']);
  committed('other', ['project'], [B]);
  committed('other', ['event']);
  expect(did).toEqual([]);
  committed('other', ['project']);
  expect(did).toEqual(['refresh']);
});

test('of notes of work under way, only the interrupted jobs are read', async () => {
  const { tabs, did, committed } = opened();
  await tabs.attend(A);
  committed('other', ['job', 'job-file', 'event']);
  expect(did).toEqual(['interrupted']);
});

test('however much is kept while it reads, it reads once more', async () => {
  const { tabs, did, committed, finishRefresh } = opened();
  await tabs.attend(A);
  for (let i = 0; i < 5; i++) committed('other', ['project']);
  expect(did).toEqual(['refresh']);
  await finishRefresh();
  expect(did).toEqual(['refresh', 'refresh']);
  await finishRefresh();
  committed('other', ['project']);
  expect(did).toHaveLength(3);
});

test('with no project open, what is kept of any is read', async () => {
  const { tabs, did, committed } = opened();
  await tabs.attend(null);
  committed('other', ['project'], [B]);
  expect(did).toEqual(['refresh']);
});

test('a role that changes is said once, and only to the tab and for the project that it is of', async () => {
  const { tabs, did, role } = opened({ writes: false });
  await tabs.attend(A);
  role(true, B);
  role(true, A, 'other');
  expect(tabs.follows).toBe(true);
  role(true);
  role(true);
  expect(tabs.follows).toBe(false);
  role(false);
  expect(tabs.follows).toBe(true);
  expect(did).toEqual([
    'The other tab has left this project: you work on it here from now on',
    'interrupted',
    'Another tab has taken this project over: this one follows it',
    'interrupted',
  ]);
});

test('a project that is taken over is read again, and can be written to', async () => {
  const { tabs, did, finishRefresh } = opened({ writes: false });
  await tabs.attend(A);
  const taking = tabs.takeOver();
  expect(tabs.isTaking).toBe(true);
  await expect.poll(() => did).toContain('refresh');
  await finishRefresh();
  await taking;
  expect(did[0]).toBe('You work on this project here from now on');
  expect([tabs.isTaking, tabs.follows, tabs.problem]).toEqual([false, false, null]);
});

test('one that cannot be taken over is followed further, and why is told until another is opened', async () => {
  const failure = new PerennialError('tab-silent', 'the other tab does not answer');
  const { tabs } = opened({ writes: false, failure });
  await tabs.attend(A);
  await tabs.takeOver();
  expect([tabs.isTaking, tabs.follows, tabs.problem]).toEqual([false, true, failure]);
  await tabs.attend(B);
  expect(tabs.problem).toBeNull();
});

test('asked again for the same project, as when the worker was started anew, a lost role is said', async () => {
  const { tabs, did, setWrites } = opened();
  await tabs.attend(A);
  setWrites(false);
  await tabs.attend(A);
  expect(tabs.follows).toBe(true);
  expect(did[0]).toBe('Another tab has taken this project over: this one follows it');
});
