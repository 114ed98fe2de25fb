import { PerennialError } from '../../src/core/errors.ts';
import type { ModelVersion, Project, StoredRecord, VersionReport } from '../../src/core/records.ts';
import {
  blobPath,
  MANIFEST,
  MIME_TYPE,
  MIME_TYPE_NAME,
  recordsPath,
} from '../../src/flow/deploy/archive/archive-format.ts';
import { linesOf, RecordLines } from '../../src/flow/deploy/archive/records/lines.ts';
import { ZipWriter } from '../../src/flow/deploy/archive/zip-write.ts';
import { sha256 } from '../../src/store/hash.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** One model as it rests in a `.perennial` file. */
export interface ModelFile {
  readonly project: Project;
  readonly version: ModelVersion;
  readonly report: VersionReport;
  readonly recipe: Bytes;
  readonly snapshot: Bytes;
}

interface Manifest {
  readonly version: number;
  readonly kind: string;
  readonly parts: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

const FORMAT = 1;

/**
 * Reads a model's file. It comes from whoever wrote the page, as this code does: its sums are checked and what it is for, so
 * that what is damaged or of another kind is refused, but not whether somebody meant harm.
 *
 * @throws PerennialError `model-file`, `archive-newer`
 */
export async function readModelFile(bytes: Bytes): Promise<ModelFile> {
  const entries = entriesOf(bytes);
  const part = (path: string): Bytes => entries.get(path) ?? refuse(`"${path}" is missing`);
  const manifest = parse(part(MANIFEST)) as Manifest;
  if (manifest.version > FORMAT)
    throw new PerennialError(
      'archive-newer',
      'the model was written by a newer release; take the widget of that release',
      { stage: 'deploy' },
    );
  if (manifest.kind !== 'model') refuse('it holds a whole project; export one model of it');
  for (const { path, sha256: wanted } of manifest.parts)
    if ((await sha256(part(path))) !== wanted) refuse(`"${path}" is not the one that was written`);
  const record = (kind: 'project' | 'version' | 'report') => recordIn(part(recordsPath(kind, 0)), kind);
  const version = record('version') as ModelVersion;
  return {
    project: record('project') as Project,
    version,
    report: record('report') as VersionReport,
    recipe: part(blobPath('recipe', version.recipe)),
    snapshot: part(blobPath('snapshot', version.snapshot)),
  };
}

/** The parts of a ZIP of stored entries, whose sizes stand in front of them. */
function entriesOf(bytes: Bytes): ReadonlyMap<string, Bytes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const entries = new Map<string, Bytes>();
  let at = 0;
  while (at + 30 <= bytes.length && view.getUint32(at, true) === 0x04034b50) {
    const size = view.getUint32(at + 18, true);
    const start = at + 30 + view.getUint16(at + 26, true);
    entries.set(new TextDecoder().decode(bytes.subarray(at + 30, start)), bytes.slice(start, start + size));
    at = start + size;
  }
  if (at > bytes.length || !entries.has(MIME_TYPE_NAME))
    refuse('it is no such file, or cut off, or protected by a passphrase');
  return entries;
}

/** The model's file, as the app writes it: its parts in the order of their paths. */
export async function writeModelFile({
  project,
  version,
  report,
  recipe,
  snapshot,
}: ModelFile): Promise<Blob> {
  const parts = new Map<string, Bytes>([
    [recordsPath('project', 0), await line(project)],
    [recordsPath('version', 0), await line(version)],
    [recordsPath('report', 0), await line(report)],
    [blobPath('recipe', version.recipe), recipe],
    [blobPath('snapshot', version.snapshot), snapshot],
  ]);
  const pieces: Bytes[] = [];
  const zip = new ZipWriter((piece) => void pieces.push(piece));
  await zip.add(MIME_TYPE_NAME, encode(MIME_TYPE));
  const listed: Manifest['parts'][number][] = [];
  for (const [path, bytes] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    listed.push({ path, bytes: bytes.length, sha256: await sha256(bytes) });
    await zip.add(path, bytes);
  }
  const app = { name: 'Perennial', version: 'widget' };
  const manifest = { format: 'perennial', version: FORMAT, kind: 'model', app, parts: listed };
  await zip.add(MANIFEST, encode(`${JSON.stringify(manifest, null, 1)}\n`));
  await zip.finish();
  return new Blob(pieces, { type: MIME_TYPE });
}

/** As the app writes it, numbers among them that JSON has no letters for. */
async function line(record: StoredRecord): Promise<Bytes> {
  let written: Bytes = new Uint8Array();
  const lines = new RecordLines(async (piece) => void (written = piece));
  await lines.add(record);
  await lines.finish();
  return written;
}

function recordIn(bytes: Bytes, kind: string): unknown {
  try {
    const [record] = linesOf(bytes, kind);
    return record;
  } catch (cause) {
    return refuse(`its ${kind} cannot be read`, cause);
  }
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function parse(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return refuse('its records cannot be read');
  }
}

function refuse(why: string, cause?: unknown): never {
  throw new PerennialError(
    'model-file',
    `the model's file cannot be used: ${why}; export the model once more`,
    {
      stage: 'deploy',
      cause,
    },
  );
}
