import { PerennialError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';

export type TensorData =
  Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** All that a learner needs to go on: named tensors (weights, moments, memory), and the rest as JSON. */
export interface Snapshot {
  /** The learner's kind, by which the catalog finds who can load it. */
  readonly kind: string;
  readonly header: JsonObject;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** What a part of a learner (a memory, a model of a stream) adds to its learner's snapshot. */
export type PartState = Pick<Snapshot, 'header' | 'tensors'>;

const TYPES = {
  F32: Float32Array,
  F64: Float64Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
type TypeName = keyof typeof TYPES;

const ALIGNMENT = 8;
const METADATA = '__metadata__';

/**
 * A snapshot as one buffer in the safetensors format (huggingface/safetensors, format 0.4): eight bytes with the
 * length of a JSON header, the header padded with blanks to a multiple of eight, the tensors. Kind and header
 * stand under `__metadata__`. The widest types come first, so that every tensor is aligned to its own width.
 */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(snapshot.tensors).sort(
    ([a, x], [b, y]) => y.data.BYTES_PER_ELEMENT - x.data.BYTES_PER_ELEMENT || (a < b ? -1 : a > b ? 1 : 0),
  );
  const metadata: Json = { kind: snapshot.kind, header: JSON.stringify(snapshot.header) };
  const table: [string, Json][] = [[METADATA, metadata]];
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    table.push([name, { dtype: typeName(data), shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(table)));
  const headerBytes = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(8 + headerBytes + offset);
  bytes.fill(0x20, 8, 8 + headerBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Reads what `encodeSnapshot` wrote; throws `snapshot-format`, naming the part that does not fit. */
export function decodeSnapshot(bytes: Uint8Array<ArrayBuffer>): Snapshot {
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, fewer than a header needs`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > bytes.length - 8) refuse(`its header claims ${headerBytes} bytes of ${bytes.length}`);
  const entries = parseHeader(bytes.subarray(8, 8 + headerBytes));
  const body = bytes.slice(8 + headerBytes);
  const meta = readMetadata(entries);
  const tensors = Object.entries(entries)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => [name, readTensor(name, entry, body)] as const);
  return { ...meta, tensors: Object.fromEntries(tensors) };
}

function parseHeader(text: Uint8Array<ArrayBuffer>): object {
  const entries = parseJson(new TextDecoder().decode(text), 'its table of tensors');
  return typeof entries === 'object' && entries !== null ? entries : refuse('it has no table of tensors');
}

function readMetadata(entries: object): Pick<Snapshot, 'kind' | 'header'> {
  const { kind, header } = (METADATA in entries && entries[METADATA] ? entries[METADATA] : {}) as {
    kind?: unknown;
    header?: unknown;
  };
  if (typeof kind !== 'string' || typeof header !== 'string')
    return refuse('it does not say which learner it belongs to');
  const parsed = parseJson(header, "its learner's header");
  if (typeof parsed !== 'object' || parsed === null) return refuse("its learner's header is no object");
  return { kind, header: parsed as JsonObject };
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PerennialError('snapshot-format', `the snapshot cannot be read: ${what} is not JSON`, {
      stage: 'store',
      cause,
    });
  }
}

function readTensor(name: string, entry: unknown, body: Uint8Array<ArrayBuffer>): Tensor {
  const { dtype, shape, data_offsets } = (entry ?? {}) as {
    dtype?: unknown;
    shape?: unknown;
    data_offsets?: unknown;
  };
  const type = Object.hasOwn(TYPES, String(dtype)) ? TYPES[dtype as TypeName] : undefined;
  if (!type) return refuse(`tensor "${name}" has the unknown type ${String(dtype)}`);
  if (!areSizes(shape) || !areSizes(data_offsets))
    return refuse(`tensor "${name}" does not say its shape and where it lies`);
  const [start = 0, end = 0] = data_offsets;
  const length = shape.reduce((product, size) => product * size, 1);
  const isAligned = start % type.BYTES_PER_ELEMENT === 0;
  if (!isAligned || end > body.length || end - start !== length * type.BYTES_PER_ELEMENT)
    refuse(`tensor "${name}" of shape [${shape.join(', ')}] does not fit its bytes ${start} to ${end}`);
  return { shape, data: new type(body.buffer, body.byteOffset + start, length) };
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function typeName(data: TensorData): TypeName {
  for (const [name, type] of Object.entries(TYPES)) if (data instanceof type) return name as TypeName;
  return refuse('a tensor has a type that safetensors does not know');
}

function refuse(reason: string): never {
  throw new PerennialError('snapshot-format', `the snapshot cannot be read: ${reason}`, { stage: 'store' });
}
