import { openStore } from '../../src/store/indexed-db.ts';
import { bytes, job, split } from './records.ts';

/** What the worker tells of itself. */
export interface Drafting {
  readonly session: string;
  readonly committed: string;
  readonly checkpoint: string;
  readonly drafted: string;
}

/** Commits a split and a job, tells that and the address of a drafted blob, and goes on drafting until it is killed. */
self.onmessage = async ({ data: name }: MessageEvent<string>) => {
  const store = await openStore(name);
  const done = store.begin();
  const [committed, checkpoint] = [await done.write(bytes(1)), await done.write(bytes(3))];
  const underWay = { ...job('J1', [], [checkpoint]), session: store.session };
  await done.commit([{ put: split('S1', committed) }, { put: underWay }]);
  const draft = store.begin();
  await draft.write(bytes(1));
  const drafted = await draft.write(bytes(2));
  self.postMessage({ session: store.session, committed, checkpoint, drafted } satisfies Drafting);
  for (let i = 0; ; i++) await draft.write(new Uint8Array(100_000).fill(i));
};
