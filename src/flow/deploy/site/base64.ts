/** A multiple of three bytes, so that pieces can be put together; few enough to be arguments of one call. */
const PIECE = 0x6000;

/**
 * Bytes as base64 (RFC 4648).
 *
 * @example
 * base64(new TextEncoder().encode('perennial')) // 'cGVyZW5uaWFs'
 */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += PIECE)
    text += btoa(String.fromCharCode(...bytes.subarray(from, from + PIECE)));
  return text;
}
