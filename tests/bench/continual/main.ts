import { type Remote, wrap } from 'comlink';
import type { JsonObject } from '../../../src/core/json.ts';
import type { ModelsRemote } from './models.worker.ts';
import type { Prequential } from './prequential.ts';

const worker = new Worker(new URL('./models.worker.ts', import.meta.url), { type: 'module' });
const remote: Remote<ModelsRemote> = wrap(worker);

const continual = {
  /** The stream that models are run over from now on. Arrays come as plain ones, for that is how a page is called. */
  async open({ x, y, ...shape }: PlainStream): Promise<void> {
    await remote.open({ ...shape, x: Float32Array.from(x), y: Float32Array.from(y) });
  },
  /** A kind of the catalog over the stream, in the worker. */
  async run(kind: string, options: JsonObject, seed: number): Promise<Prequential> {
    return remote.run(kind, options, seed);
  },
};

export interface PlainStream {
  readonly inputs: number;
  readonly classes: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

declare global {
  var continual: typeof page;
}
const page = continual;

globalThis.continual = page;
