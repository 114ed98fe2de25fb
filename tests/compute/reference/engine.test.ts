import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import { checkEngine } from '../../checks/engine.ts';

checkEngine('reference', () => Promise.resolve(referenceEngine));
