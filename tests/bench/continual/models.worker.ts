import { expose } from 'comlink';
import type { JsonObject } from '../../../src/core/json.ts';
import type { OnlineModelKind } from '../../../src/core/online-model.ts';
import { onlineModels } from '../../../src/workspace/online-catalog.ts';
import { prequential, type ClassStream, type Prequential } from './prequential.ts';

const shelf: Readonly<Record<string, () => Promise<unknown>>> = onlineModels;
let stream: ClassStream | null = null;

const remote = {
  open(opened: ClassStream): void {
    stream = opened;
  },
  async run(kind: string, options: JsonObject, seed: number): Promise<Prequential> {
    return prequential((await shelf[kind]!()) as OnlineModelKind, options, stream!, seed);
  },
};

export type ModelsRemote = typeof remote;
expose(remote);
