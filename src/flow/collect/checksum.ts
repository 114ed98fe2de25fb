/**
 * A 32-bit check sum behind bytes that are a multiple of four long: FNV-1a (Fowler, Noll & Vo, 1991) over words. Any
 * change within one word is found for certain, others with all but 2^-32 of certainty; the decoder behind it is not
 * made for damaged lengths, on which it would fill the memory.
 */
export function withChecksum(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const checked = new Uint8Array(bytes.length + 4);
  checked.set(bytes);
  new DataView(checked.buffer).setUint32(bytes.length, checksum(checked, bytes.length), true);
  return checked;
}

/** The bytes in front of their check sum; throws where they do not agree with it. */
export function withoutChecksum(bytes: Uint8Array): Uint8Array {
  const length = bytes.length - 4;
  if (length <= 0 || length % 4 !== 0) throw new Error('they are cut off');
  // Words can only be read from an offset that is a multiple of four.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const stored = new DataView(aligned.buffer, aligned.byteOffset).getUint32(length, true);
  if (stored !== checksum(aligned, length)) throw new Error('their check sum does not agree with them');
  return aligned.subarray(0, length);
}

function checksum(bytes: Uint8Array, length: number): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, length / 4);
  let sum = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) sum = Math.imul(sum ^ words[at]!, 0x01000193);
  return sum >>> 0;
}
