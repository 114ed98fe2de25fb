import { catalog } from '../../../../src/workspace/catalog.ts';
import { checkStrategy } from '../../../checks/strategy.ts';

const memory = await catalog.memories['class-balanced-reservoir']();
for (const load of Object.values(catalog.strategies)) checkStrategy(await load(), memory);
