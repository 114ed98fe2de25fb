import { throwIfCancelled } from '../../core/errors.ts';
import { ZipWriter } from '../../flow/deploy/archive/zip-write.ts';
import { folderFiles, type SiteFile } from '../../flow/deploy/site/folder.ts';
import { singlePage } from '../../flow/deploy/site/single-page.ts';
import type { ComputeJob } from './job.ts';

/** A model as a folder for a static host, zipped, or as one page with everything in it. */
export const site: ComputeJob<'site'> = async ({ form, title, model, widget, options }, { signal }) => {
  const module: SiteFile = { name: widget.name, bytes: await bytesIn(widget.file) };
  const bytes = await bytesIn(model);
  throwIfCancelled(signal);
  if (form === 'folder') return { file: await zipped(folderFiles({ title, module, model: bytes, options })) };
  const code = new TextDecoder().decode(module.bytes);
  const page = await singlePage({ title, module: code, model: bytes, options });
  return { file: new Blob([page], { type: 'text/html' }) };
};

async function bytesIn(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

async function zipped(files: readonly SiteFile[]): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const zip = new ZipWriter((piece) => void pieces.push(piece));
  for (const { name, bytes } of files) await zip.add(name, bytes);
  await zip.finish();
  return new Blob(pieces, { type: 'application/zip' });
}
