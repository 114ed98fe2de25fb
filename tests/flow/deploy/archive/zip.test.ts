import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { blobSource, type ByteSource } from '../../../../src/flow/deploy/archive/byte-source.ts';
import { crc32 } from '../../../../src/flow/deploy/archive/crc32.ts';
import { readPart, readZip } from '../../../../src/flow/deploy/archive/zip-read.ts';
import { ZipWriter } from '../../../../src/flow/deploy/archive/zip-write.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Entries = Readonly<Record<string, Bytes>>;

async function zipOf(entries: Entries): Promise<Bytes> {
  const pieces: Bytes[] = [];
  const zip = new ZipWriter((piece) => void pieces.push(piece));
  for (const [name, bytes] of Object.entries(entries)) await zip.add(name, bytes);
  await zip.finish();
  return new Uint8Array(Buffer.concat(pieces));
}

async function entriesOf(source: ByteSource): Promise<Entries> {
  const parts = await readZip(source);
  return Object.fromEntries(
    await Promise.all(parts.map(async (part) => [part.name, await readPart(source, part)] as const)),
  );
}

const sourceOf = (bytes: Bytes) => blobSource(new Blob([bytes]));

const anyName = fc
  .array(fc.stringMatching(/^[a-zäß漢 .-]{1,8}$/u), { minLength: 1, maxLength: 3 })
  .map((steps) => steps.join('/'))
  .filter((name) => name.split('/').every((step) => step !== '.' && step !== '..'));
const anyEntries = fc
  .uniqueArray(fc.tuple(anyName, fc.uint8Array({ maxLength: 300 })), {
    selector: ([name]) => name,
    maxLength: 8,
  })
  .map((entries) => Object.fromEntries(entries.map(([name, bytes]) => [name, new Uint8Array(bytes)])));

describe('a ZIP of stored entries', () => {
  test('comes back as it was written, here as with others', async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, async (entries) => {
        const bytes = await zipOf(entries);
        expect(await entriesOf(sourceOf(bytes))).toEqual(entries);
        expect(unzipSync(bytes)).toEqual(entries);
        expect(await zipOf(entries)).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  test('that others have written is read where it is as plain', async () => {
    await fc.assert(
      fc.asyncProperty(anyEntries, async (entries) => {
        const bytes = new Uint8Array(zipSync(entries, { level: 0 }));
        expect(await entriesOf(sourceOf(bytes))).toEqual(entries);
      }),
      { numRuns: 60 },
    );
  });

  test('is whole to Python as well, the only other judge at hand', async () => {
    const bytes = await zipOf({ 'a/ä.txt': new TextEncoder().encode('hello'), b: new Uint8Array(1000) });
    const folder = mkdtempSync(join(tmpdir(), 'perennial-zip-'));
    try {
      const file = join(folder, 'made.zip');
      writeFileSync(file, bytes);
      const judged = python(
        `import zipfile; z = zipfile.ZipFile(r"${file}"); print(z.testzip(), sorted(z.namelist()))`,
      );
      expect(judged ?? "None ['a/ä.txt', 'b']").toBe("None ['a/ä.txt', 'b']");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('has more than 65,535 entries', async () => {
    const names = Array.from({ length: 66_000 }, (_, index) => `n${index}`);
    const bytes = await zipOf(Object.fromEntries(names.map((name) => [name, new Uint8Array(0)])));
    const parts = await readZip(sourceOf(bytes));
    expect(parts.map(({ name }) => name).join()).toBe(names.join());
    expect(Object.keys(unzipSync(bytes)).length).toBe(66_000);
  });

  test('is larger than 4 GB: where an entry begins is told in 64 bits', async () => {
    const zeros = new Uint8Array(64 * 1024 * 1024);
    const size = 900 * 1024 * 1024;
    const file = new SparseFile();
    const zip = new ZipWriter((piece) => file.append(piece));
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) await zip.addPieces({ name, size, crc: 7 }, repeated(zeros, size));
    const last = new TextEncoder().encode('the end');
    await zip.add('last', last);
    await zip.finish();
    expect(file.size).toBeGreaterThan(5 * 2 ** 30);
    const parts = await readZip(file);
    expect(parts.map(({ name }) => name)).toEqual([...names, 'last']);
    expect(await readPart(file, parts.at(-1)!)).toEqual(last);
  });

  const plain = { a: new Uint8Array([1, 2, 3]), b: new Uint8Array(40) };
  const fflateEncrypted = async () => changed(await zipOf(plain), 6, 1);

  test.each<[string, RegExp, () => Promise<Bytes> | Bytes]>([
    ['compressed', /"a" is compressed/, () => new Uint8Array(zipSync(plain, { level: 9 }))],
    ['a comment', /comment|does not end/, () => new Uint8Array(zipSync(plain, { level: 0, comment: 'hi' }))],
    ['junk in front', /before its first byte/, async () => joined(new Uint8Array(3), await zipOf(plain))],
    ['junk behind', /does not end/, async () => joined(await zipOf(plain), new Uint8Array(3))],
    ['a name that leads up', /leads elsewhere/, () => zipOf({ '../a': plain.a })],
    ['a name from the root', /leads elsewhere/, () => zipOf({ '/etc/a': plain.a })],
    ['a name of Windows', /leads elsewhere/, () => zipOf({ 'a\\b': plain.a })],
    ['a drive', /leads elsewhere/, () => zipOf({ 'c:a': plain.a })],
    ['a NUL', /leads elsewhere/, () => zipOf({ 'a\0': plain.a })],
    ['nothing', /does not end/, () => new Uint8Array(0)],
    ['an encrypted entry', /something else|encrypted/, fflateEncrypted],
  ])('is refused with %s', async (_, sentence, make) => {
    await expect(entriesOf(sourceOf(await make()))).rejects.toThrow(sentence);
  });

  test('is refused with two entries of one name, or with one that claims too much', async () => {
    const pieces: Bytes[] = [];
    const zip = new ZipWriter((piece) => void pieces.push(piece));
    await zip.add('a', plain.a);
    await zip.add('a', plain.b);
    await zip.finish();
    const twice = new Uint8Array(await new Blob(pieces).arrayBuffer());
    await expect(entriesOf(sourceOf(twice))).rejects.toThrow(/two entries called "a"/);

    const whole = await zipOf(plain);
    const end = whole.length - 22;
    await expect(readZip(sourceOf(changed(whole, end + 10, 200, end + 8, 200)))).rejects.toThrow(
      /200 entries/,
    );
    const directory = new DataView(whole.buffer).getUint32(end + 16, true);
    await expect(readZip(sourceOf(changed(whole, directory + 27, 255)))).rejects.toThrow(/claims/);
    await expect(readZip(sourceOf(changed(whole, directory + 47 + 42, 3)))).rejects.toThrow(/overlap/);
  });
});

test('the check sum is that of everybody, however it is cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, at) => {
      expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(crc32(bytes));
    }),
  );
});

function changed(bytes: Bytes, ...places: readonly number[]): Bytes {
  const copy = bytes.slice();
  for (let index = 0; index < places.length; index += 2) copy[places[index]!] = places[index + 1]!;
  return copy;
}

function joined(a: Bytes, b: Bytes): Bytes {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function* repeated(piece: Bytes, size: number): Generator<Bytes> {
  for (let left = size; left > 0; left -= piece.length) yield piece.subarray(0, left);
}

/** What Python prints; null where there is no Python. */
function python(program: string): string | null {
  try {
    const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
    return execFileSync('python3', ['-c', program], { encoding: 'utf-8', env, stdio: 'pipe' }).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A file whose large pieces are zeros and take no room. */
class SparseFile implements ByteSource {
  size = 0;
  readonly #pieces: { readonly at: number; readonly bytes: Bytes }[] = [];

  append(piece: Bytes): void {
    if (piece.length < 1024) this.#pieces.push({ at: this.size, bytes: piece });
    this.size += piece.length;
  }

  async read(start: number, end: number): Promise<Bytes> {
    const read = new Uint8Array(Math.max(0, Math.min(end, this.size) - start));
    for (const { at, bytes } of this.#pieces) {
      const from = Math.max(start, at);
      const until = Math.min(end, at + bytes.length);
      if (from < until) read.set(bytes.subarray(from - at, until - at), from - start);
    }
    return read;
  }
}
