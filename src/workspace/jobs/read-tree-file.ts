import type { ForeignTrees } from '../../flow/deploy/exchange/foreign-trees.ts';
import { checkTreeFileSize, readTrees } from '../../flow/deploy/exchange/read-trees.ts';

/** The trees of a person's file, whose size is looked at before its bytes are. */
export async function readTreeFile(file: Blob): Promise<ForeignTrees> {
  checkTreeFileSize(file.size);
  return readTrees(new Uint8Array(await file.arrayBuffer()));
}
