import { blobsOf } from '../core/records.ts';
import type { StorageSpace } from './api.ts';
import type { House } from './house.ts';

/** How much room there is, and what each project takes, the largest first. A host that cannot tell gives null. */
export async function storageSpace({ store, storage }: House): Promise<StorageSpace> {
  const { usage, quota } = (await storage?.estimate()) ?? {};
  const projects = [];
  for (const { id, name } of await store.list('project')) {
    const kinds = ['table', 'split', 'version', 'job'] as const;
    const records = await Promise.all(kinds.map((kind) => store.list(kind, { projectId: id })));
    const files = await store.list('job-file', { projectId: id });
    const blobBytes = await store.sizeOf(records.flat().flatMap(blobsOf));
    projects.push({
      id,
      name,
      sizeBytes: files.reduce((sum, { file }) => sum + file.size, blobBytes),
      events: await store.count('event', { projectId: id }),
    });
  }
  return {
    usedBytes: usage ?? null,
    quotaBytes: quota ?? null,
    isPersisted: (await storage?.persisted()) ?? null,
    projects: projects.sort((a, b) => b.sizeBytes - a.sizeBytes),
  };
}
