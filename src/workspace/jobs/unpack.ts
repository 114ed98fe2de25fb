import { Archive } from '../../flow/deploy/archive/archive-read.ts';
import { blobSource } from '../../flow/deploy/archive/byte-source.ts';
import type { ComputeJob } from './job.ts';
import { TakenParts } from './taken-parts.ts';

/**
 * A `.perennial` file becomes blobs of a draft. Every part is looked at as if a stranger had written it, before anything
 * points at it.
 */
export const unpack: ComputeJob<'unpack'> = async ({ file, passphrase, present }, context, parts) => {
  const archive = await Archive.open(blobSource(file), passphrase);
  const taken = new TakenParts(archive, context);
  if (archive.manifest.kind === 'model') {
    const { unpackModel } = await import('./unpack-model.ts');
    return taken.complete(await unpackModel(taken, parts));
  }
  const { unpackProject } = await import('./unpack-project.ts');
  return taken.complete(await unpackProject(taken, parts, present));
};
