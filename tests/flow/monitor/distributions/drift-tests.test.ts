import { catalog } from '../../../../src/workspace/catalog.ts';
import { checkDriftTest } from '../../../checks/drift-test.ts';

for (const load of Object.values(catalog.driftTests)) checkDriftTest(await load());
