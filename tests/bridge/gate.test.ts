import { expect, test } from 'vitest';
import { type GatePlace, passGate } from '../../src/bridge/gate.ts';
import { PerennialError } from '../../src/core/errors.ts';

/** A page at the gate, and what was done to it. */
function place(facts: Partial<Pick<GatePlace, 'isStored' | 'hostSeals' | 'store'>>, isMarked = false) {
  const done: string[] = [];
  let isSet = isMarked;
  const at: GatePlace = {
    isStored: false,
    hostSeals: async () => false,
    store: async () => void done.push('store'),
    mark: {
      isSet: () => isSet,
      set: () => void (isSet = true),
      clear: () => void (isSet = false),
    },
    reload: () => void done.push('reload'),
    ...facts,
  };
  return { at, done, isMarked: () => isSet };
}

test('a page that the service worker has answered is open, and the host is asked nothing', async () => {
  const { at, done, isMarked } = place({ isStored: true, hostSeals: () => expect.unreachable() }, true);
  expect(await passGate(at)).toEqual({ kind: 'open', sealedBy: 'service worker' });
  expect([done, isMarked()]).toEqual([[], false]);
});

test('a page that the host seals is open at once', async () => {
  const { at, done } = place({ hostSeals: async () => true });
  expect(await passGate(at)).toEqual({ kind: 'open', sealedBy: 'host' });
  expect(done).toEqual([]);
});

test('a page that nobody seals is stored, then loaded again once', async () => {
  const first = place({});
  expect(await passGate(first.at)).toEqual({ kind: 'reloading' });
  expect(first.done).toEqual(['store', 'reload']);
  const second = place({}, first.isMarked());
  expect(await passGate(second.at)).toMatchObject({ kind: 'closed', problem: { code: 'gate-bypassed' } });
  expect(second.done).toEqual(['store']);
  // Loading it again by hand is another try.
  expect(second.isMarked()).toBe(false);
});

test('a page that cannot be sealed is closed, and says why', async () => {
  const why = new PerennialError('offline-insecure', 'open it over https');
  const { at, done } = place({ store: () => Promise.reject(why) });
  expect(await passGate(at)).toEqual({ kind: 'closed', problem: why });
  expect(done).toEqual([]);
  const refused = place({});
  const mark = { ...refused.at.mark, isSet: () => expect.unreachable('storage is refused') };
  expect(await passGate({ ...refused.at, mark })).toMatchObject({
    kind: 'closed',
    problem: { code: 'gate-failed' },
  });
});
