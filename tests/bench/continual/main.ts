import { type Remote, wrap } from 'comlink';
import type { CombinationRemote } from './combination.worker.ts';
import type { Prequential } from './prequential.ts';

const continual = {
  /** The combination over a stream, in a worker of its own. Arrays come as plain ones, for that is how a page is called. */
  async combination(
    { width, classes, x, y }: PlainStream,
    seeds: readonly number[],
  ): Promise<readonly Prequential[]> {
    const worker = new Worker(new URL('./combination.worker.ts', import.meta.url), { type: 'module' });
    const remote: Remote<CombinationRemote> = wrap(worker);
    const stream = { width, classes, x: Float32Array.from(x), y: Float32Array.from(y) };
    try {
      const runs: Prequential[] = [];
      for (const seed of seeds) runs.push(await remote.run(stream, seed));
      return runs;
    } finally {
      worker.terminate();
    }
  },
};

export interface PlainStream {
  readonly width: number;
  readonly classes: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

declare global {
  var continual: typeof page;
}
const page = continual;

globalThis.continual = page;
