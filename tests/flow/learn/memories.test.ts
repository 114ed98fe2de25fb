import { catalog } from '../../../src/workspace/catalog.ts';
import { checkMemory } from '../../checks/memory.ts';

for (const load of Object.values(catalog.memories)) checkMemory(await load());
