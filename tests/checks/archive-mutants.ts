import { Random } from '../../src/core/random.ts';
import { blobSource } from '../../src/flow/deploy/archive/byte-source.ts';
import { readPart, readZip } from '../../src/flow/deploy/archive/zip-read.ts';
import { ZipWriter } from '../../src/flow/deploy/archive/zip-write.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The parts of a file by their paths, in its order; manifest and type included. */
export type Parts = ReadonlyMap<string, Bytes>;

/** A file that something has happened to, and what. */
export interface ArchiveMutant {
  readonly what: string;
  readonly bytes: Bytes;
}

/** Seeded changes of a file's bytes: flips, cuts, insertions, pieces that change places. None of them is the file itself. */
export function* byteMutants(file: Bytes, seed: number, count: number): Generator<ArchiveMutant> {
  const random = new Random(seed);
  for (let made = 0; made < count; made++) {
    const at = random.below(file.length);
    const length = 1 + random.below(64);
    switch (random.below(6)) {
      case 0:
        yield { what: `cut off at ${at}`, bytes: file.slice(0, at) };
        break;
      case 1: {
        const added = Uint8Array.from({ length }, () => random.below(256));
        yield {
          what: `${length} bytes inserted at ${at}`,
          bytes: joined(file.slice(0, at), added, file.slice(at)),
        };
        break;
      }
      case 2:
        yield {
          what: `${length} bytes left out at ${at}`,
          bytes: joined(file.slice(0, at), file.slice(at + length)),
        };
        break;
      case 3: {
        const other = random.below(file.length);
        const bytes = file.slice();
        bytes.set(file.slice(other, other + Math.min(length, file.length - at)), at);
        if (Buffer.compare(bytes, file) === 0) bytes[at]! ^= 1;
        yield { what: `${length} bytes of ${other} at ${at}`, bytes };
        break;
      }
      default: {
        const bytes = file.slice();
        bytes[at]! ^= 1 << random.below(8);
        yield { what: `a bit flipped at ${at}`, bytes };
      }
    }
  }
}

export async function partsOf(file: Bytes): Promise<Map<string, Bytes>> {
  const source = blobSource(new Blob([file]));
  const parts = new Map<string, Bytes>();
  for (const part of await readZip(source)) parts.set(part.name, await readPart(source, part));
  return parts;
}

/** A file of these parts, signed as if it had been written here: its sums agree, whatever it holds. */
export async function signed(
  parts: Parts,
  tweak: (manifest: Manifest) => void = () => undefined,
): Promise<Bytes> {
  const old = JSON.parse(text(parts.get('manifest.json')!)) as Manifest;
  const named = [...parts.keys()].filter((path) => path !== 'mimetype' && path !== 'manifest.json').sort();
  const manifest: Manifest = {
    ...old,
    parts: await Promise.all(
      named.map(async (path) => ({
        path,
        bytes: parts.get(path)!.length,
        sha256: await sha256(parts.get(path)!),
      })),
    ),
  };
  tweak(manifest);
  const rest = named.map((path) => [path, parts.get(path)!] as const);
  const written = bytesOf(`${JSON.stringify(manifest, null, 1)}\n`);
  return rezipped(new Map([['mimetype', parts.get('mimetype')!], ...rest, ['manifest.json', written]]));
}

/** A file of these parts as they are, in their order. */
export async function rezipped(parts: Parts): Promise<Bytes> {
  const pieces: Bytes[] = [];
  const zip = new ZipWriter((piece) => void pieces.push(piece));
  for (const [path, bytes] of parts) await zip.add(path, bytes);
  await zip.finish();
  return joined(...pieces);
}

export interface Manifest {
  format: string;
  version: number;
  kind: string;
  app: unknown;
  parts: { path: string; bytes: number; sha256: string }[];
}

/** The same parts, with the blob that is called by its sum replaced, and every name of it with it. */
export async function withBlob(parts: Parts, path: string, bytes: Bytes): Promise<Map<string, Bytes>> {
  const [folder, file] = path.split('/') as [string, string];
  const [before, ending] = file.split('.') as [string, string];
  const after = await sha256(bytes);
  const renamed = new Map<string, Bytes>();
  for (const [name, part] of parts)
    if (name === path) renamed.set(`${folder}/${after}.${ending}`, bytes);
    else
      renamed.set(name, name.startsWith('records/') ? bytesOf(text(part).replaceAll(before, after)) : part);
  return renamed;
}

/** The same parts, with the lines of a kind of record changed one by one; a line that becomes null goes. */
export function withRecords(
  parts: Parts,
  kind: string,
  change: (record: Record<string, unknown>, index: number) => unknown,
): Map<string, Bytes> {
  const path = `records/${kind}-000001.jsonl`;
  const lines = text(parts.get(path)!).trimEnd().split('\n');
  const changed = lines.flatMap((line, index) => {
    const made = change(JSON.parse(line) as Record<string, unknown>, index);
    return made === null ? [] : [`${typeof made === 'string' ? made : JSON.stringify(made)}\n`];
  });
  return new Map([...parts, [path, bytesOf(changed.join(''))]]);
}

async function sha256(bytes: Bytes): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

export function text(bytes: Bytes): string {
  return new TextDecoder().decode(bytes);
}

export function bytesOf(content: string): Bytes {
  return new TextEncoder().encode(content);
}

function joined(...pieces: readonly Bytes[]): Bytes {
  return new Uint8Array(Buffer.concat(pieces));
}

/** Any value of a JSON tree changed to something else, and where. */
export function mutateJson(
  random: Random,
  value: unknown,
): { readonly value: unknown; readonly where: string } {
  const places: string[][] = [];
  collectPlaces(value, [], places);
  const place = places[random.below(places.length)]!;
  const copy = structuredClone(value);
  let holder = copy as Record<string, unknown>;
  for (const step of place.slice(0, -1)) holder = holder[step] as Record<string, unknown>;
  const key = place.at(-1)!;
  const odd: readonly unknown[] = [null, -1, 1e300, 0.5, '', 'x', [], {}, true, { $number: 'NaN' }, [[[]]]];
  const choice = random.below(odd.length + 2);
  if (choice < odd.length) holder[key] = odd[choice];
  else if (choice === odd.length) delete holder[key];
  else holder[`${key} too`] = 1;
  return { value: copy, where: place.join('.') };
}

function collectPlaces(value: unknown, so: readonly string[], into: string[][]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    into.push([...so, key]);
    collectPlaces(part, [...so, key], into);
  }
}
