const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

let last = 0;

/** A ULID that sorts behind all that this thread made before: one a millisecond, ahead of the clock where they are many. */
export function ulid(now: number): string {
  last = Math.max(now, last + 1);
  let time = '';
  for (let left = last; time.length < 10; left = Math.floor(left / 32)) time = LETTERS[left % 32]! + time;
  const random = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(random, (byte) => LETTERS[byte % 32]).join('');
}
