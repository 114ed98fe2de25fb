import type { DenseShape, EngineKind } from '../core/dense.ts';
import { lackError } from './adam-only.ts';

/**
 * What an engine cannot do of a network, as the end of a sentence; null where it can do all. Plain TypeScript, wasm and our plan on WebGPU
 * know everything.
 *
 * @example
 * const shape: DenseShape = {
 *   ...{ inputs: 2, hidden: [3], outputs: 1, activation: 'relu', loss: 'squared' },
 *   layerNorm: true,
 * };
 * shapeLackOf('tfjs-webgpu', shape) // 'layer normalisation'
 * shapeLackOf('wasm', shape) // null
 */
export function shapeLackOf(kind: EngineKind, { layerNorm, embeddings }: DenseShape): string | null {
  if (kind === 'reference' || kind === 'wasm' || kind === 'webgpu') return null;
  if (layerNorm) return 'layer normalisation';
  return embeddings?.length ? 'embeddings of categories' : null;
}

/** @throws PerennialError `engine` where the network is more than such an engine knows. */
export function acceptPlainLayers(kind: EngineKind, shape: DenseShape): void {
  const lack = shapeLackOf(kind, shape);
  if (lack !== null) throw lackError(kind, lack);
}
