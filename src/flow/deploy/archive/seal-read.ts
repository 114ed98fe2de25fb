import type { ByteSource } from './byte-source.ts';
import { archiveDamaged, archivePassphrase } from './failures.ts';
import { sealCipher, TAG_BYTES, type SealCipher } from './seal-cipher.ts';
import { decodeSealHeader, HEADER_BYTES, isSealed } from './seal-header.ts';

/**
 * What is inside of a sealed file, or the file itself where it is not sealed. A piece is opened when it is asked for, and
 * the last one kept. The file's last piece is tried at once, so that one that is cut off is found before anything is read.
 *
 * @throws PerennialError `archive-passphrase` where none was given (details.given: 0) or another one was used (1),
 * `archive-damaged`, `archive-hostile`, `archive-newer`
 */
export async function unsealed(source: ByteSource, passphrase: string | null): Promise<ByteSource> {
  const start = await source.read(0, HEADER_BYTES);
  if (!isSealed(start)) return source;
  const header = decodeSealHeader(start);
  if (passphrase === null)
    throw archivePassphrase(
      false,
      'the file is protected by a passphrase: type the one that it was saved with',
    );
  const sealedBytes = header.pieceBytes + TAG_BYTES;
  const count = Math.ceil((source.size - HEADER_BYTES) / sealedBytes);
  const lastBytes = source.size - HEADER_BYTES - (count - 1) * sealedBytes;
  if (count < 1 || lastBytes <= TAG_BYTES) throw archiveDamaged('it is cut off behind its first bytes');
  const cipher = await sealCipher(passphrase, header);
  const open = openerOf(source, cipher, sealedBytes, count);
  const last = await open(count - 1).catch(() => null);
  if (!last) throw await whyNot(open, count);
  const { pieceBytes } = header;
  let kept = { index: count - 1, bytes: last };
  return {
    size: (count - 1) * pieceBytes + last.length,
    async read(from, until) {
      const end = Math.min(until, (count - 1) * pieceBytes + last.length);
      const read = new Uint8Array(Math.max(0, end - from));
      for (let at = from; at < end;) {
        const index = Math.floor(at / pieceBytes);
        if (kept.index !== index) kept = { index, bytes: await opened(open, index, count) };
        const inPiece = at - index * pieceBytes;
        const taken = kept.bytes.subarray(inPiece, inPiece + end - at);
        read.set(taken, at - from);
        at += taken.length;
      }
      return read;
    },
  };
}

type Opener = (index: number) => Promise<Uint8Array<ArrayBuffer>>;

function openerOf(source: ByteSource, cipher: SealCipher, sealedBytes: number, count: number): Opener {
  return async (index) => {
    const start = HEADER_BYTES + index * sealedBytes;
    const sealed = await source.read(start, Math.min(source.size, start + sealedBytes));
    return cipher.open(sealed, index, index === count - 1);
  };
}

async function opened(open: Opener, index: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await open(index);
  } catch (cause) {
    throw archiveDamaged(`its piece ${index + 1} of ${count} was changed since it was sealed`, cause);
  }
}

/** The last piece does not open: where the first one does, the passphrase is right and the end is not. */
async function whyNot(open: Opener, count: number): Promise<Error> {
  const isKeyRight =
    count > 1 &&
    (await open(0).then(
      () => true,
      () => false,
    ));
  return isKeyRight
    ? archiveDamaged('the passphrase is right, but the end of the file is cut off or changed')
    : archivePassphrase(
        true,
        'this passphrase does not open the file: it is another one, or the file is damaged; try it again, mind upper and lower case',
      );
}
