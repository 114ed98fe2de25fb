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

const TYPES = {
  F32: Float32Array,
  F64: Float64Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
type TypeName = keyof typeof TYPES;

const ALIGNMENT = 8;

/**
 * A snapshot as one buffer in the safetensors format (huggingface/safetensors, format 0.4): eight bytes with the
 * length of a JSON header, the header padded with blanks to a multiple of eight, the tensors. Kind and header
 * stand under `__metadata__`. The widest types come first, so that every tensor is aligned to its own width.
 */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(snapshot.tensors).sort(
    ([a, x], [b, y]) => y.data.BYTES_PER_ELEMENT - x.data.BYTES_PER_ELEMENT || (a < b ? -1 : a > b ? 1 : 0),
  );
  const header: Record<string, Json> = {
    __metadata__: { kind: snapshot.kind, header: JSON.stringify(snapshot.header) },
  };
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    header[name] = { dtype: typeName(data), shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
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
  const tensors: Record<string, Tensor> = {};
  let meta: { kind: string; header: string } | undefined;
  for (const [name, entry] of Object.entries(entries)) {
    if (name === '__metadata__') meta = entry as { kind: string; header: string };
    else tensors[name] = readTensor(name, entry, body);
  }
  if (typeof meta?.kind !== 'string' || typeof meta.header !== 'string')
    return refuse('it does not say which learner it belongs to');
  return { kind: meta.kind, header: JSON.parse(meta.header) as JsonObject, tensors };
}

function parseHeader(text: Uint8Array<ArrayBuffer>): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new PerennialError('snapshot-format', 'the snapshot cannot be read: its header is not JSON', {
      stage: 'store',
      cause,
    });
  }
}

function readTensor(name: string, entry: unknown, body: Uint8Array<ArrayBuffer>): Tensor {
  const { dtype, shape, data_offsets } = entry as {
    dtype: TypeName;
    shape: number[];
    data_offsets: [number, number];
  };
  const type = Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
  if (!type) return refuse(`tensor "${name}" has the unknown type ${String(dtype)}`);
  const [start, end] = data_offsets;
  const length = shape.reduce((product, size) => product * size, 1);
  if (!(start >= 0 && end <= body.length && end - start === length * type.BYTES_PER_ELEMENT))
    refuse(`tensor "${name}" of shape [${shape.join(', ')}] does not fit its ${end - start} bytes`);
  return { shape, data: new type(body.buffer, body.byteOffset + start, length) };
}

function typeName(data: TensorData): TypeName {
  for (const [name, type] of Object.entries(TYPES)) if (data instanceof type) return name as TypeName;
  return refuse('a tensor has a type that safetensors does not know');
}

function refuse(reason: string): never {
  throw new PerennialError('snapshot-format', `the snapshot cannot be read: ${reason}`, { stage: 'store' });
}
