import { unwatched } from '../../../src/core/progress.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';

addEventListener('message', ({ data }: MessageEvent<File>) => {
  void (async () => {
    const sink = { write: async () => undefined, restart: async () => undefined };
    const began = performance.now();
    const { rows } = await delimited.read(data, {}, sink, unwatched);
    postMessage({ seconds: (performance.now() - began) / 1000, rows });
  })();
});
