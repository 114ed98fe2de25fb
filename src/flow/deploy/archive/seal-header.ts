import { archiveDamaged, archiveHostile, archiveNewer } from './failures.ts';

/**
 * The first 44 bytes of a sealed file: how its key is made of the passphrase, and how its pieces are cut.
 *
 * | bytes | what                                                |
 * |-------|-----------------------------------------------------|
 * | 8     | "PRNLSEAL"                                          |
 * | 4     | version, 1                                          |
 * | 4     | rounds of PBKDF2 with SHA-256                       |
 * | 4     | bytes of a piece before it is sealed, but the last  |
 * | 16    | salt                                                |
 * | 8     | the first 8 of the 12 bytes of each piece's nonce   |
 */
export interface SealHeader {
  readonly rounds: number;
  readonly pieceBytes: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly noncePrefix: Uint8Array<ArrayBuffer>;
}

export const HEADER_BYTES = 44;
const MAGIC = 'PRNLSEAL';
const VERSION = 1;

const ROUNDS = { least: 100_000, most: 10_000_000 };
const PIECE_BYTES = { least: 64 * 1024, most: 16 * 1024 * 1024 };

export function encodeSealHeader({
  rounds,
  pieceBytes,
  salt,
  noncePrefix,
}: SealHeader): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, VERSION, true);
  view.setUint32(12, rounds, true);
  view.setUint32(16, pieceBytes, true);
  bytes.set(salt, 20);
  bytes.set(noncePrefix, 36);
  return bytes;
}

/** Whether a file that begins so is sealed. */
export function isSealed(start: Uint8Array): boolean {
  return MAGIC.split('').every((letter, index) => start[index] === letter.charCodeAt(0));
}

/** The header's numbers, none of which can be used to keep a reader busy for long. */
export function decodeSealHeader(bytes: Uint8Array<ArrayBuffer>): SealHeader {
  if (bytes.length < HEADER_BYTES) throw archiveDamaged('it is cut off within its first bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint32(8, true);
  if (version > VERSION && version < 1000) throw archiveNewer(version, VERSION);
  const rounds = view.getUint32(12, true);
  const pieceBytes = view.getUint32(16, true);
  const isRight =
    version === VERSION &&
    rounds >= ROUNDS.least &&
    rounds <= ROUNDS.most &&
    pieceBytes >= PIECE_BYTES.least &&
    pieceBytes <= PIECE_BYTES.most;
  if (!isRight)
    throw archiveHostile(
      `its seal asks for ${rounds} rounds and pieces of ${pieceBytes} bytes, which no Perennial file does`,
    );
  return { rounds, pieceBytes, salt: bytes.slice(20, 36), noncePrefix: bytes.slice(36, HEADER_BYTES) };
}
