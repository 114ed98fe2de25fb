import type { ChooseTrees } from '../core/trees.ts';
import { referenceTrees } from './reference/trees.ts';
import type { TreeThreads } from './wasm/tree-threads.ts';
import { openWasmTrees } from './wasm/trees.ts';

/**
 * Chooses the engine for trees: WebAssembly, or plain TypeScript where that is asked for or wasm cannot run. Engines of networks alone
 * grow none.
 *
 * @param openThreads gets a second thread ready where memory can be shared; null: one thread does everything.
 */
export function treeChooser(openThreads: (() => Promise<TreeThreads>) | null): ChooseTrees {
  let threads: Promise<TreeThreads | null> | null = null;
  return async (choice) => {
    if (choice === 'reference')
      return { engine: referenceTrees, reason: 'plain TypeScript, as it was asked for' };
    threads ??= openThreads ? openThreads().catch(() => null) : Promise.resolve(null);
    try {
      const engine = await openWasmTrees(await threads);
      return { engine, reason: 'trees grow fastest in WebAssembly' };
    } catch {
      return { engine: referenceTrees, reason: 'plain TypeScript, since WebAssembly cannot run here' };
    }
  };
}

/**
 * The engine for trees, in one thread.
 *
 * @example
 * const { engine } = await chooseTrees('reference');
 * engine.kind // 'reference'
 */
export const chooseTrees: ChooseTrees = treeChooser(null);
