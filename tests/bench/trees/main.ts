import { type Remote, wrap } from 'comlink';
import type { TreesRemote } from './trees.worker.ts';

const worker = new Worker(new URL('./trees.worker.ts', import.meta.url), { type: 'module' });
const remote: Remote<TreesRemote> = wrap(worker);

declare global {
  var trees: typeof page;
}
const page = remote;

globalThis.trees = page;
