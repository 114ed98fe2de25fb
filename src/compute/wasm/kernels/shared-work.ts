/**
 * Work that two threads do: a record in the memory that they share. Each of them claims a part at a time, so that the one that comes late, or never,
 * holds nothing up. What the record says besides stays as it is until the claimed part is done, so it is read afterwards and not before.
 */

/** Parts that nobody has claimed, and above them, in the upper half, the number of the work. */
const CLAIM: usize = 0;
const NUMBER: usize = 4;
/** Parts that the helper has finished, of this work and of all of it. */
const DONE: usize = 64;
const TAKEN: usize = 68;
/** Whether the one who asks is at work, and whether the helper is, or has been called. */
const OPEN: usize = 72;
const CALLED: usize = 76;
/** Behind these, what the work is. */
export const DESCRIPTION: usize = 128;

/** Looks at what the helper has finished before going to sleep over it: some ten microseconds. */
const PATIENCE: i32 = 10_000;
/**
 * Nanoseconds. A part takes some forty microseconds: a helper that has finished none twice for so long has died. Once is not enough, for it is
 * what a device that slept meanwhile wakes up with.
 */
const GONE: i64 = 5_000_000_000;
/** Looks for the next work before going to sleep: some fifty microseconds, which is what waking up takes. */
const HELPER_PATIENCE: i32 = 50_000;
/** Nanoseconds. For so long the helper stays after the last work, for that which comes at once. */
const LINGER: i64 = 5_000_000;

/** Work of so many parts is there from here on. */
export function offer(record: usize, parts: i32): void {
  atomic.store<i32>(record + DONE, 0);
  const number = load<u32>(record + NUMBER) + 1;
  atomic.store<u64>(record + CLAIM, ((<u64>number) << 32) | (<u64>parts));
  atomic.notify(record + NUMBER, 1);
}

/** The number of the work, in the upper half, and how many parts were left, of which the last is claimed; in the lower half 0: none is left. */
export function claim(record: usize): u64 {
  while (true) {
    const seen = atomic.load<u64>(record + CLAIM);
    if (<u32>seen == 0) return seen;
    if (atomic.cmpxchg<u64>(record + CLAIM, seen, seen - 1) == seen) return seen;
  }
}

/** Waits until the helper has finished so many parts; false where it has died over them. */
export function isFinished(record: usize, parts: i32): bool {
  let looked = 0;
  let waited = 0;
  let before = 0;
  while (true) {
    const done = atomic.load<i32>(record + DONE);
    if (done == parts) return true;
    if (++looked <= PATIENCE) continue;
    if (done != before) waited = 0;
    before = done;
    if (atomic.wait<i32>(record + DONE, done, GONE) == AtomicWaitResult.TIMED_OUT && ++waited == 2)
      return false;
  }
}

/** The helper has done a part. */
export function finish(record: usize): void {
  atomic.add<i32>(record + TAKEN, 1);
  atomic.add<i32>(record + DONE, 1);
  atomic.notify(record + DONE, 1);
}

let looks: i32 = 0;

/** The helper found a part to do. */
export function busy(): void {
  looks = 0;
}

/** The helper found no part of the work of this number, nor of a later one; whether it is not needed any more. */
export function mayLeave(record: usize, number: u32): bool {
  if (++looks <= HELPER_PATIENCE) return false;
  looks = 0;
  const slept = atomic.wait<i32>(record + NUMBER, <i32>number, LINGER);
  return slept == AtomicWaitResult.TIMED_OUT && isLeft(record);
}

/** Whether it has to be called from here on, unless it was not yet gone when it was needed again. */
function isLeft(record: usize): bool {
  if (atomic.load<i32>(record + OPEN)) return false;
  atomic.store<i32>(record + CALLED, 0);
  return !atomic.load<i32>(record + OPEN) || atomic.cmpxchg<i32>(record + CALLED, 0, 1) != 0;
}
