import type { EngineKind, LostEngine } from '../core/dense.ts';

/** What a person calls an engine. */
export const engineTitles: Record<EngineKind, string> = {
  reference: 'plain TypeScript',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  'tfjs-webgpu': 'TensorFlow.js on WebGPU',
  'tfjs-wasm': 'TensorFlow.js on wasm',
  'tfjs-cpu': 'TensorFlow.js on cpu',
};

/**
 * What happened to an engine, as a part of a sentence.
 *
 * @example
 * lossOf({ kind: 'tfjs-wasm', reason: 'its memory ran out' }) // 'TensorFlow.js on wasm was lost (its memory ran out)'
 */
export function lossOf({ kind, reason }: LostEngine): string {
  return `${engineTitles[kind]} was lost (${reason})`;
}
