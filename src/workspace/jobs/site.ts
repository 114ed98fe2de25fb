import { PerennialError, throwIfCancelled } from '../../core/errors.ts';
import { WIDGET_MODULE } from '../../core/widget-options.ts';
import { ZipWriter } from '../../flow/deploy/archive/zip-write.ts';
import { folderFiles, type SiteFile } from '../../flow/deploy/site/folder.ts';
import { singlePage } from '../../flow/deploy/site/single-page.ts';
import type { ComputeJob } from './job.ts';

/** A model as a folder for a static host, zipped, or as one page with everything in it. */
export const site: ComputeJob<'site'> = async ({ form, title, model, widget, options }, { signal }) => {
  const files: SiteFile[] = [];
  for (const { name, file } of widget) files.push({ name, bytes: await bytesIn(file) });
  const bytes = await bytesIn(model);
  throwIfCancelled(signal);
  if (form === 'folder')
    return { file: await zipped(folderFiles({ title, widget: files, model: bytes, options })) };
  const module = files.find(({ name }) => name === WIDGET_MODULE);
  if (!module)
    throw new PerennialError('widget', `the widget's module "${WIDGET_MODULE}" was not handed over`, {
      stage: 'deploy',
    });
  const page = await singlePage({
    title,
    module: new TextDecoder().decode(module.bytes),
    model: bytes,
    options,
  });
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
