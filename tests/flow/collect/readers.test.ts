import { catalog } from '../../../src/workspace/catalog.ts';
import { checkReader } from '../../checks/reader.ts';

for (const load of Object.values(catalog.readers)) checkReader(await load());
