import { memoryStore } from '../../src/store/memory.ts';
import { MemoryShelf } from '../../src/store/memory-shelf.ts';
import { checkStore } from '../checks/store.ts';

checkStore('the store in memory', async () => {
  const shelf = new MemoryShelf();
  const store = memoryStore(shelf);
  return {
    store,
    reopen: async () => {
      await store.close();
      return memoryStore(shelf);
    },
    another: async () => memoryStore(shelf),
    damage: async (hash) => {
      shelf.blobs.get(hash)!.fill(0);
    },
  };
});
