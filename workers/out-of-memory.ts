import { PerennialError } from '../src/core/errors.ts';

/** How browsers say that a buffer, a wasm memory or a message found no room: Chromium, Firefox and Safari. */
const NO_ROOM =
  /array buffer allocation failed|invalid (typed array|array buffer) length(: \d+)?$|out of memory|could not allocate memory|unable to grow instance memory|maximum memory size exceeded/i;

/** Does the work; where the device has no memory left for it, says so with `out-of-memory` and the way out. */
export async function namingMemory<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof PerennialError || !NO_ROOM.test(error.message))
      throw error;
    throw new PerennialError(
      'out-of-memory',
      `the device has not enough memory left for this (${error.message}); close other tabs and programs, or take fewer rows or columns`,
      { stage: 'compute', cause: error },
    );
  }
}
