/** Eight bytes at a time: TABLES[k][b] is what byte b does to the sum when k bytes follow it. */
const TABLES = tables();

/**
 * The CRC-32 of a ZIP entry (ISO 3309, polynomial 0xEDB88320), by slicing eight bytes at a time (Kounavis & Berry, "A
 * systematic approach to building high performance software-based CRC generators", 2005).
 *
 * @param so the sum of the bytes before
 *
 * @example
 * crc32(new TextEncoder().encode('123456789')).toString(16) // "cbf43926"
 */
export function crc32(bytes: Uint8Array, so = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  let sum = ~so;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum =
      t7[sum & 255]! ^
      t6[(sum >>> 8) & 255]! ^
      t5[(sum >>> 16) & 255]! ^
      t4[sum >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) sum = t0[(sum ^ bytes[at]!) & 255]! ^ (sum >>> 8);
  return ~sum >>> 0;
}

type Eight<T> = readonly [T, T, T, T, T, T, T, T];

function tables(): Eight<Int32Array> {
  const made = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    made[0]![byte] = sum;
  }
  for (let k = 1; k < 8; k++)
    for (let byte = 0; byte < 256; byte++) {
      const before = made[k - 1]![byte]!;
      made[k]![byte] = made[0]![before & 255]! ^ (before >>> 8);
    }
  return made as unknown as Eight<Int32Array>;
}
