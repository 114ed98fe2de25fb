import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blobSource } from '../../../../src/flow/deploy/archive/byte-source.ts';
import { encodeSealHeader, decodeSealHeader } from '../../../../src/flow/deploy/archive/seal-header.ts';
import { unsealed } from '../../../../src/flow/deploy/archive/seal-read.ts';
import { SealWriter } from '../../../../src/flow/deploy/archive/seal-write.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The least that is taken: a key is made in some milliseconds. */
const QUICK = { rounds: 100_000, pieceBytes: 64 * 1024 };
const PIECE = QUICK.pieceBytes + 16;

async function sealed(content: Bytes, passphrase = 'sesame', cuts: readonly number[] = []): Promise<Bytes> {
  const pieces: Bytes[] = [];
  const seal = await SealWriter.begin((piece) => void pieces.push(piece), passphrase, QUICK);
  let from = 0;
  for (const cut of [...cuts, content.length]) {
    await seal.write(content.subarray(from, cut));
    from = cut;
  }
  await seal.finish();
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const open = async (bytes: Bytes, passphrase: string | null = 'sesame') =>
  unsealed(blobSource(new Blob([bytes])), passphrase);

const contentOf = (length: number): Bytes => Uint8Array.from({ length }, (_, at) => (at * 7919) >> 3);

describe('a sealed file', () => {
  test('holds what was written, in pieces of any size, and is read at any place', async () => {
    const lengths = fc.constantFrom(1, 100, PIECE - 16, PIECE - 15, 2 * (PIECE - 16), 200_000);
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.array(fc.nat(200_000), { maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        async (length, cuts, a, b) => {
          const content = contentOf(length);
          const ascending = cuts.filter((cut) => cut <= length).sort((x, y) => x - y);
          const file = await sealed(content, 'Grüße', ascending);
          const source = await open(file, 'Gru\u0308ße');
          expect(source.size).toBe(length);
          const [from, until] = [a % (length + 1), b % (length + 10)];
          expectSame(await source.read(from, until), content.slice(from, until));
          expectSame(await source.read(0, length), content);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('says what is wrong: no passphrase, another one, or a file that was changed', async () => {
    const file = await sealed(contentOf(200_000));
    await expect(open(file, null)).rejects.toMatchObject({
      code: 'archive-passphrase',
      details: { given: 0 },
    });
    await expect(open(file, 'open')).rejects.toMatchObject({
      code: 'archive-passphrase',
      details: { given: 1 },
    });
    // The last piece is tried first: nothing else has to be read to see that the end is gone.
    for (const length of [file.length - 1, 44 + 2 * PIECE, 44 + PIECE, 44 + PIECE + 20])
      await expect(open(file.slice(0, length))).rejects.toMatchObject({
        code: expect.stringMatching(/^archive-/) as string,
      });
    const flipped = file.slice();
    flipped[44 + PIECE + 5]! ^= 1;
    const source = await open(flipped);
    expect(await source.read(0, 1000)).toEqual(contentOf(200_000).slice(0, 1000));
    await expect(source.read(0, 100_000)).rejects.toThrow(/piece 2 of 4 was changed/);
    const swapped = file.slice();
    swapped.copyWithin(44, 44 + PIECE, 44 + 2 * PIECE);
    await expect((await open(swapped)).read(0, 10)).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  test('cannot keep a reader busy: numbers are bounded before a key is made', async () => {
    const header = {
      rounds: 600_000,
      pieceBytes: 4 << 20,
      salt: new Uint8Array(16),
      noncePrefix: new Uint8Array(8),
    };
    expect(decodeSealHeader(encodeSealHeader(header))).toEqual(header);
    for (const odd of [
      { rounds: 99_999 },
      { rounds: 4_000_000_000 },
      { pieceBytes: 1 },
      { pieceBytes: 1 << 30 },
    ]) {
      const bytes = new Uint8Array([...encodeSealHeader({ ...header, ...odd }), ...new Uint8Array(100)]);
      await expect(open(bytes)).rejects.toMatchObject({ code: 'archive-hostile' });
    }
    const newer = new Uint8Array([...encodeSealHeader(header), ...new Uint8Array(100)]);
    newer[8] = 2;
    await expect(open(newer)).rejects.toMatchObject({ code: 'archive-newer' });
    await expect(SealWriter.begin(() => undefined, '')).rejects.toMatchObject({ code: 'archive-passphrase' });
  });

  test('two files of the same content and passphrase have nothing in common', async () => {
    const [a, b] = [await sealed(contentOf(300)), await sealed(contentOf(300))];
    expect(a.slice(44)).not.toEqual(b.slice(44));
    expect(a.slice(20, 44)).not.toEqual(b.slice(20, 44));
  });
});

/** Far faster than to compare arrays number by number. */
function expectSame(found: Bytes, expected: Bytes): void {
  expect(Buffer.compare(found, expected)).toBe(0);
}
