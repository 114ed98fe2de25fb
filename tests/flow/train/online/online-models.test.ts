import type { OnlineModelKind } from '../../../../src/core/online-model.ts';
import { catalog } from '../../../../src/workspace/catalog.ts';
import { checkOnlineModel } from '../../../checks/online-model.ts';
import { smallOptions } from './small-options.ts';

const shelf: Readonly<Record<string, () => Promise<unknown>>> = catalog.onlineModels;
for (const load of Object.values(shelf)) {
  const kind = (await load()) as OnlineModelKind;
  checkOnlineModel(kind, smallOptions(kind));
}
