import type { DenseTraining, EngineKind } from '../core/dense.ts';
import { PerennialError } from '../core/errors.ts';
import { engineTitles } from './engine-titles.ts';

/**
 * What an engine cannot do of a training, as the end of a sentence; null where it can do all. Plain TypeScript and wasm know
 * everything, the others all but what rows may say of outputs and classes. Networks of every shape are known to all.
 *
 * @example
 * import { plainAdam } from '../math/dense.ts';
 * lackOf('webgpu', { ...plainAdam, keeping: { kind: 'squared' } }) // 'outputs that are to be kept'
 * lackOf('webgpu', { ...plainAdam, clip: 1 }) // null
 */
export function lackOf(kind: EngineKind, training: DenseTraining): string | null {
  if (kind === 'reference' || kind === 'wasm') return null;
  const { keeping, limitsClasses } = training;
  if (keeping) return 'outputs that are to be kept';
  return limitsClasses ? 'rows that see some classes alone' : null;
}

/** @throws PerennialError `engine` where the training is more than such an engine knows. */
export function acceptKnown(kind: EngineKind, training: DenseTraining): void {
  const lack = lackOf(kind, training);
  if (lack !== null)
    throw new PerennialError(
      'engine',
      `${engineTitles[kind]} does not know ${lack}; choose another engine, or "auto"`,
      { stage: 'compute', details: { engine: kind } },
    );
}
