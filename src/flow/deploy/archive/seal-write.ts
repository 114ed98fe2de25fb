import type { ByteSink } from './byte-source.ts';
import { archivePassphrase } from './failures.ts';
import { sealCipher, type SealCipher } from './seal-cipher.ts';
import { encodeSealHeader, type SealHeader } from './seal-header.ts';

/** As OWASP asks of PBKDF2 with SHA-256 (Password Storage Cheat Sheet, 2023). */
const ROUNDS = 600_000;
const PIECE_BYTES = 4 * 1024 * 1024;

/** Smaller numbers than a file for keeps would have: for tests. */
export type SealStrength = Pick<SealHeader, 'rounds' | 'pieceBytes'>;

/** Seals what is written to it with a passphrase, in pieces of 4 MB, and hands it on. Holds one piece. */
export class SealWriter {
  readonly #sink: ByteSink;
  readonly #cipher: SealCipher;
  readonly #piece: Uint8Array<ArrayBuffer>;
  #filled = 0;
  #index = 0;

  private constructor(sink: ByteSink, cipher: SealCipher, pieceBytes: number) {
    this.#sink = sink;
    this.#cipher = cipher;
    this.#piece = new Uint8Array(pieceBytes);
  }

  /** Throws `archive-passphrase` where there is no letter to make a key of. */
  static async begin(
    sink: ByteSink,
    passphrase: string,
    { rounds, pieceBytes }: SealStrength = { rounds: ROUNDS, pieceBytes: PIECE_BYTES },
  ): Promise<SealWriter> {
    if (passphrase === '')
      throw archivePassphrase(
        true,
        'a passphrase has at least one letter; without one the file is not protected',
      );
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const noncePrefix = crypto.getRandomValues(new Uint8Array(8));
    const header = { rounds, pieceBytes, salt, noncePrefix };
    const cipher = await sealCipher(passphrase, header);
    await sink(encodeSealHeader(header));
    return new SealWriter(sink, cipher, pieceBytes);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      // Only once more comes is it known that a full piece is not the last.
      if (this.#filled === this.#piece.length) await this.#flush(false);
      const taken = bytes.subarray(at, at + this.#piece.length - this.#filled);
      this.#piece.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
    }
  }

  async finish(): Promise<void> {
    await this.#flush(true);
  }

  async #flush(isLast: boolean): Promise<void> {
    const sealed = await this.#cipher.seal(this.#piece.slice(0, this.#filled), this.#index, isLast);
    this.#index += 1;
    this.#filled = 0;
    await this.#sink(sealed);
  }
}
