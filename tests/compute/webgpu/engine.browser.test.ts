import { openWebgpuEngine } from '../../../src/compute/webgpu/engine.ts';
import { checkEngine } from '../../checks/engine.ts';

checkEngine('webgpu', openWebgpuEngine);
