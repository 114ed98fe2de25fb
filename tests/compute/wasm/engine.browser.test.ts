import { expect, test } from 'vitest';
import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { kernelBuild } from '../../../src/compute/wasm/module.ts';
import { checkEngine } from '../../checks/engine.ts';

test('this browser has relaxed SIMD', () => expect(kernelBuild()).toBe('relaxed'));

for (const build of ['plain', 'relaxed'] as const) checkEngine('wasm', () => openWasmEngine(build), build);
