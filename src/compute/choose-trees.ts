import type { ChooseTrees } from '../core/trees.ts';
import { referenceTrees } from './reference/trees.ts';
import { openWasmTrees } from './wasm/trees.ts';

/**
 * The engine for trees: WebAssembly, or plain TypeScript where that is asked for or wasm cannot run. Engines of networks alone
 * grow none.
 *
 * @example
 * const { engine } = await chooseTrees('reference');
 * engine.kind // 'reference'
 */
export const chooseTrees: ChooseTrees = async (choice) => {
  if (choice === 'reference')
    return { engine: referenceTrees, reason: 'plain TypeScript, as it was asked for' };
  try {
    const engine = await openWasmTrees();
    return { engine, reason: 'trees grow fastest in WebAssembly' };
  } catch {
    return { engine: referenceTrees, reason: 'plain TypeScript, since WebAssembly cannot run here' };
  }
};
