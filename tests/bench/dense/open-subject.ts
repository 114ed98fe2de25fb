import type { Subject, SubjectName } from './subject.ts';
import type { Problem } from './workloads.ts';

/** An implementation, ready to go on a problem; its code is loaded by now and not before. */
export async function openSubject(name: SubjectName, problem: Problem): Promise<Subject> {
  switch (name) {
    case 'peak': {
      const [{ openPeak }, { kernelBuild }] = await Promise.all([
        import('./subjects/peak.ts'),
        import('../../../src/compute/wasm/module.ts'),
      ]);
      return openPeak(kernelBuild());
    }
    case 'wasm-relaxed':
    case 'wasm-plain': {
      const [{ openEngine }, { openWasmEngine }] = await Promise.all([
        import('./subjects/engine.ts'),
        import('../../../src/compute/wasm/engine.ts'),
      ]);
      return openEngine(await openWasmEngine(name === 'wasm-plain' ? 'plain' : 'relaxed'), problem);
    }
    case 'wasm-two-threads': {
      const [{ openEngine }, { openWasmEngine }] = await Promise.all([
        import('./subjects/engine.ts'),
        import('../../../src/compute/wasm/engine.ts'),
      ]);
      return openEngine(await openWasmEngine(undefined, startSecondThread), problem);
    }
    case 'reference': {
      const [{ openEngine }, { referenceEngine }] = await Promise.all([
        import('./subjects/engine.ts'),
        import('../../../src/compute/reference/engine.ts'),
      ]);
      return openEngine(referenceEngine, problem);
    }
    case 'webgpu': {
      const [{ openEngine }, { openWebgpuEngine }] = await Promise.all([
        import('./subjects/engine.ts'),
        import('../../../src/compute/webgpu/engine.ts'),
      ]);
      return openEngine(await openWebgpuEngine(), problem);
    }
    case 'tfjs-ours-webgpu':
    case 'tfjs-ours-wasm':
    case 'tfjs-ours-cpu': {
      const [{ openEngine }, { openTfjsEngine }] = await Promise.all([
        import('./subjects/engine.ts'),
        import('../../../src/compute/tfjs/engine.ts'),
      ]);
      return openEngine(await openTfjsEngine(backendOf(name)), problem);
    }
    case 'tfjs-loop-webgpu':
    case 'tfjs-loop-wasm':
    case 'tfjs-loop-cpu': {
      const { openTfjsHand } = await import('./subjects/tfjs-hand.ts');
      return openTfjsHand(backendOf(name), problem);
    }
    case 'tfjs-fit-webgpu':
    case 'tfjs-fit-wasm':
    case 'tfjs-fit-cpu': {
      const { openTfjsFit } = await import('./subjects/tfjs-fit.ts');
      return openTfjsFit(backendOf(name), problem);
    }
    case 'jax':
      // Where it cannot start workers it keeps to its thread.
      Object.assign(globalThis, { Worker: undefined });
      return (await import('./subjects/jax.ts')).openJax('wasm', problem);
    case 'jax-threads':
      return (await import('./subjects/jax.ts')).openJax('wasm', problem);
    case 'jax-webgpu':
      return (await import('./subjects/jax.ts')).openJax('webgpu', problem);
    case 'brain':
      return (await import('./subjects/brain.ts')).openBrain(problem);
  }
}

const startSecondThread = () =>
  new Worker(new URL('../../../workers/compute/second-thread.ts', import.meta.url), { type: 'module' });

type Backend = 'wasm' | 'cpu' | 'webgpu';

function backendOf(name: `tfjs-${'ours' | 'loop' | 'fit'}-${Backend}`): Backend {
  return name.slice(name.lastIndexOf('-') + 1) as Backend;
}
