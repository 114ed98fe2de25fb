import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { checkEngine } from '../../checks/engine.ts';
import { checkTrainingsByPytorch } from '../../checks/pytorch-trainings.ts';

checkEngine('wasm', () => openWasmEngine('plain'));
checkTrainingsByPytorch(() => openWasmEngine('plain'), 1e-5);
