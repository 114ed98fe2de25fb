import type { EngineHost } from '../choose.ts';
import { referenceEngine } from '../reference/engine.ts';
import type { EngineCandidate } from './probe.ts';

const withoutGraphics = {
  none: 'this browser offers no graphics processor',
  software:
    'this device only imitates a graphics processor in software, which is slower; it is used only when asked for',
} as const;

/**
 * The engines worth measuring here: our own ones, for TensorFlow.js is loaded only where a model needs it, and WebGPU on a real
 * graphics processor only.
 */
export async function engineCandidates(
  host: Pick<EngineHost, 'webgpuAdapter' | 'openWasm' | 'openWebgpu'>,
): Promise<readonly EngineCandidate[]> {
  const adapter = await host.webgpuAdapter();
  return [
    { kind: 'wasm', open: () => host.openWasm(), leftOut: null },
    {
      kind: 'webgpu',
      open: () => host.openWebgpu(),
      leftOut: adapter === 'hardware' ? null : withoutGraphics[adapter],
    },
    { kind: 'reference', open: async () => referenceEngine, leftOut: null },
  ];
}
