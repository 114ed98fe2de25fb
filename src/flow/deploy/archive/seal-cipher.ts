import { encodeSealHeader, type SealHeader } from './seal-header.ts';

/** Bytes by which a sealed piece is longer. */
export const TAG_BYTES = 16;

/** Seals and opens the pieces of one file. */
export interface SealCipher {
  seal(piece: Uint8Array<ArrayBuffer>, index: number, isLast: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** Rejects where passphrase, header, place or bytes are not those that it was sealed with. */
  open(piece: Uint8Array<ArrayBuffer>, index: number, isLast: boolean): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * AES-GCM with a key of 256 bits, which PBKDF2 with SHA-256 makes of the passphrase (RFC 8018; NIST SP 800-38D). A piece's
 * nonce is the file's random prefix and the piece's number, so that none is used twice; header, number, and whether it is
 * the last are sealed with it, so that pieces cannot be exchanged, left out or put behind the end.
 */
export async function sealCipher(passphrase: string, header: SealHeader): Promise<SealCipher> {
  const { subtle } = crypto;
  // The same letters may be typed in two ways.
  const letters = new TextEncoder().encode(passphrase.normalize('NFC'));
  const secret = await subtle.importKey('raw', letters, 'PBKDF2', false, ['deriveKey']);
  const { salt, rounds, noncePrefix } = header;
  const from = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds } as const;
  const to = { name: 'AES-GCM', length: 256 } as const;
  const key = await subtle.deriveKey(from, secret, to, false, ['encrypt', 'decrypt']);
  const headerHash = new Uint8Array(await subtle.digest('SHA-256', encodeSealHeader(header)));
  const about = (index: number, isLast: boolean) => {
    const iv = new Uint8Array(12);
    iv.set(noncePrefix);
    new DataView(iv.buffer).setUint32(8, index);
    const additionalData = new Uint8Array(headerHash.length + 5);
    additionalData.set(headerHash);
    const view = new DataView(additionalData.buffer);
    view.setUint32(headerHash.length, index);
    view.setUint8(headerHash.length + 4, isLast ? 1 : 0);
    return { name: 'AES-GCM', iv, additionalData } as const;
  };
  return {
    seal: async (piece, index, isLast) =>
      new Uint8Array(await subtle.encrypt(about(index, isLast), key, piece)),
    open: async (piece, index, isLast) =>
      new Uint8Array(await subtle.decrypt(about(index, isLast), key, piece)),
  };
}
