import type { Adam, DenseTraining, EngineKind } from '../core/dense.ts';
import { PerennialError } from '../core/errors.ts';
import { engineTitles } from './engine-titles.ts';

/** What the engines of TensorFlow.js know of training: Adam with decoupled decay. */
export type AdamOptions = Omit<Adam, 'kind'> & Pick<DenseTraining, 'weightDecay'>;

/**
 * What an engine cannot do of a training, as the end of a sentence; null where it can do all. Plain TypeScript and wasm know
 * everything, our plan on WebGPU all but what strategies against forgetting add.
 *
 * @example
 * import { plainAdam } from '../math/dense.ts';
 * lackOf('tfjs-webgpu', { ...plainAdam, clip: 1 }) // 'gradient clipping'
 * lackOf('webgpu', { ...plainAdam, clip: 1 }) // null
 */
export function lackOf(kind: EngineKind, training: DenseTraining): string | null {
  if (kind === 'reference' || kind === 'wasm') return null;
  const { optimizer, l2, anchor, clip, dropout, keeping, limitsClasses } = training;
  if (keeping) return 'outputs that are to be kept';
  if (limitsClasses) return 'rows that see some classes alone';
  if (anchor && typeof anchor.strength !== 'number') return 'a pull of its own for each weight';
  if (kind === 'webgpu') return null;
  if (optimizer.kind !== 'adam') return 'gradient descent with momentum';
  if (dropout?.share) return 'dropout';
  if (clip !== null) return 'gradient clipping';
  if (anchor?.strength) return 'a pull towards earlier weights';
  return l2 ? 'an L2 penalty' : null;
}

/** @throws PerennialError `engine` where the training is more than such an engine knows. */
export function acceptKnown(kind: EngineKind, training: DenseTraining): void {
  const lack = lackOf(kind, training);
  if (lack !== null) throw lackError(kind, lack);
}

export function lackError(kind: EngineKind, lack: string): PerennialError {
  return new PerennialError(
    'engine',
    `${engineTitles[kind]} does not know ${lack}; choose another engine, or "auto"`,
    { stage: 'compute', details: { engine: kind } },
  );
}

/**
 * The training as such an engine knows it.
 *
 * @throws PerennialError `engine` where it is more than that.
 */
export function adamOnly(kind: EngineKind, training: DenseTraining): AdamOptions {
  const { optimizer, weightDecay } = training;
  acceptKnown(kind, training);
  const { beta1, beta2, epsilon } = optimizer as Adam;
  return { beta1, beta2, epsilon, weightDecay };
}
