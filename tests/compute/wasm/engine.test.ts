import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { checkEngine } from '../../checks/engine.ts';

checkEngine('wasm', () => openWasmEngine('plain'));
