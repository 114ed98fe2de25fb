import { openStore } from '../../src/store/indexed-db.ts';
import { bytes, split } from './records.ts';

/** Commits one record, tells that and the address of a drafted blob, and goes on drafting until it is killed. */
self.onmessage = async ({ data: name }: MessageEvent<string>) => {
  const store = await openStore(name);
  const done = store.begin();
  const committed = await done.write(bytes(1));
  await done.commit([{ put: split('S1', committed) }]);
  const draft = store.begin();
  await draft.write(bytes(1));
  const drafted = await draft.write(bytes(2));
  self.postMessage({ committed, drafted });
  for (let i = 0; ; i++) await draft.write(new Uint8Array(100_000).fill(i));
};
