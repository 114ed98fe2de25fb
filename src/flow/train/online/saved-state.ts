import type { JsonObject } from '../../../core/json.ts';
import type { PartState, Tensor, TensorData } from '../../../core/snapshot.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

// Reading what a model of a stream saved, which may come from a stranger: each throws `snapshot-format`, naming what is not right.

/** A copy of a tensor of so many finite numbers. */
export function readNumbers(
  { tensors }: PartState,
  name: string,
  length: number,
  least = -Infinity,
): Float64Array<ArrayBuffer> {
  const data = takeData(tensors, name, length);
  if (!(data instanceof Float64Array)) return refuseSnapshot('model', `"${name}" is not of 64-bit numbers`);
  for (const value of data)
    if (!(Number.isFinite(value) && value >= least))
      refuseSnapshot('model', `"${name}" has the value ${value}`);
  return data.slice();
}

/** A copy of a tensor of so many 32-bit numbers, of which some may be missing (NaN) but none infinite. */
export function readCells({ tensors }: PartState, name: string, length: number): Float32Array<ArrayBuffer> {
  const data = takeData(tensors, name, length);
  if (!(data instanceof Float32Array)) return refuseSnapshot('model', `"${name}" is not of 32-bit numbers`);
  for (const value of data)
    if (Math.abs(value) === Infinity) refuseSnapshot('model', `"${name}" has the value ${value}`);
  return data.slice();
}

/** A whole number from 0 to `most`. */
export function readCount(header: JsonObject, name: string, most: number = Number.MAX_SAFE_INTEGER): number {
  const value = header[name];
  if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most)
    return value as number;
  return refuseSnapshot(
    'model',
    `"${name}" is ${JSON.stringify(value) ?? 'missing'}; it is a whole number from 0 to ${most}`,
  );
}

/** A finite number, `least` or more. */
export function readNumber(header: JsonObject, name: string, least = -Infinity): number {
  const value = header[name];
  if (Number.isFinite(value) && (value as number) >= least) return value as number;
  return refuseSnapshot('model', `"${name}" is ${JSON.stringify(value) ?? 'missing'}; it is a finite number`);
}

/** The tensor of a copy of these numbers. */
export function tensorOf(values: TensorData, ...shape: readonly number[]): Tensor {
  return { shape: shape.length ? shape : [values.length], data: values.slice() };
}

function takeData(tensors: PartState['tensors'], name: string, length: number): TensorData {
  const data = Object.hasOwn(tensors, name) ? tensors[name]?.data : undefined;
  if (data?.length === length) return data;
  return refuseSnapshot('model', `"${name}" has ${data?.length ?? 'no'} values; ${length} are needed`);
}
