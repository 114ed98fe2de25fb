import { onTestFinished, vi } from 'vitest';

interface StorageBuckets {
  open(name: string, options: { quota: number }): Promise<{ readonly indexedDB: IDBFactory }>;
  delete(name: string): Promise<void>;
}

/** Lets every database be opened in a storage bucket of its own, which holds so many bytes, until the test ends. */
export async function useSmallDisk(quota: number): Promise<void> {
  const { storageBuckets } = navigator as Navigator & { readonly storageBuckets: StorageBuckets };
  const bucket = await storageBuckets.open('small-disk', { quota });
  onTestFinished(() => storageBuckets.delete('small-disk'));
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('indexedDB', bucket.indexedDB);
}
