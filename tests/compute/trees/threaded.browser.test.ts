import { wrap } from 'comlink';
import { afterAll, expect, test } from 'vitest';
import type { Threaded } from './threaded.worker.ts';

const worker = new Worker(new URL('threaded.worker.ts', import.meta.url), { type: 'module' });
const remote = wrap<Threaded>(worker);
afterAll(() => worker.terminate());

test('two threads grow the trees of one, to the last bit, and the second one does help', async () => {
  const alone = await remote.grow('none');
  const both = await remote.grow('works');
  expect(both.taken).toBeGreaterThan(0);
  expect(both.trees).toEqual(alone.trees);
  expect(alone.trees[0]!.values.length).toBe(40);
});

test('a second thread that never starts holds nothing up', async () => {
  const alone = await remote.grow('none');
  const waited = await remote.grow('never starts');
  expect(waited).toEqual({ trees: alone.trees, taken: 0 });
});

test('a second thread that dies over what it has claimed costs some time, and nothing else', async () => {
  const alone = await remote.grow('none');
  const left = await remote.grow('dies');
  expect(left).toEqual({ trees: alone.trees, taken: 0 });
}, 60_000);

test('what is given up half way leaves the second thread free for the next', async () => {
  const alone = await remote.grow('none');
  const next = await remote.growAfterCancel();
  expect(next.trees).toEqual(alone.trees.slice(0, 1));
});
