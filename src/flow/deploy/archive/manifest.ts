import { literal, picklist, safeParse, strictObject, string } from 'valibot';
import type { Json } from '../../../core/json.ts';
import { archiveHostile, archiveNewer } from './failures.ts';
import { count, hash, list, schemaOf, text } from './records/plain.ts';
import { parseJson } from './safe-json.ts';

/** One part of the file, as the manifest names it. */
export interface ArchivePart {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type ArchiveKind = 'project' | 'model';

/** What a file holds: its contents by their sums. Nothing in it depends on the device or the moment. */
export interface Manifest {
  readonly format: 'perennial';
  /** Goes up when a reader of before could no longer make sense of it. */
  readonly version: 1;
  readonly kind: ArchiveKind;
  readonly app: { readonly name: string; readonly version: string };
  /** In the order of their paths. */
  readonly parts: readonly ArchivePart[];
}

const VERSION = 1;
/** The package's own: a test keeps them alike. */
export const APP = { name: 'Perennial', version: '0.1.0' } as const;

const manifest = schemaOf<Manifest>()(
  strictObject({
    format: literal('perennial'),
    version: literal(VERSION),
    kind: picklist(['project', 'model']),
    app: strictObject({ name: string(), version: string() }),
    parts: list(strictObject({ path: text, bytes: count, sha256: hash })),
  }),
);

export function encodeManifest(kind: ArchiveKind, parts: readonly ArchivePart[]): Uint8Array<ArrayBuffer> {
  const written: Manifest = { format: 'perennial', version: VERSION, kind, app: APP, parts };
  return new TextEncoder().encode(`${JSON.stringify(written, null, 1)}\n`);
}

/** @throws PerennialError `archive-newer`, `archive-damaged`, `archive-hostile` */
export function decodeManifest(bytes: Uint8Array<ArrayBuffer>): Manifest {
  const found = parseJson(bytes, 'its manifest');
  const version = versionOf(found);
  if (version > VERSION) throw archiveNewer(version, VERSION);
  const { success, output, issues } = safeParse(manifest, found, { abortEarly: true });
  if (!success) throw archiveHostile(`its manifest is not as it must be (${issues[0].message})`);
  for (const [index, { path }] of output.parts.entries())
    if (index > 0 && output.parts[index - 1]!.path >= path)
      throw archiveHostile(`its manifest names "${path}" twice, or not in order`);
  return output;
}

function versionOf(found: Json): number {
  const version =
    typeof found === 'object' && found !== null && 'version' in found ? found['version'] : undefined;
  return Number.isSafeInteger(version) ? (version as number) : 0;
}
