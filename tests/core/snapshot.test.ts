import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot, type Tensor } from '../../src/core/snapshot.ts';

const data = fc.oneof(fc.float32Array(), fc.float64Array(), fc.uint32Array(), fc.uint8Array());
const tensor: fc.Arbitrary<Tensor> = data.map((values) => ({
  shape: values.length % 2 === 0 ? [2, values.length / 2] : [values.length],
  data: values.slice(),
}));
const name = fc.string().filter((text) => text !== '__metadata__');
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  kind: fc.string(),
  header: fc
    .dictionary(fc.string(), fc.jsonValue())
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject),
  tensors: fc
    .uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries)),
});

const example: Snapshot = {
  kind: 'network',
  header: { step: 3 },
  tensors: {
    memory: { shape: [3], data: Uint8Array.of(1, 2, 3) },
    weights: { shape: [2, 2], data: Float32Array.of(1, -2, 0.5, NaN) },
    moments: { shape: [2], data: Float64Array.of(Math.PI, -0) },
  },
};

describe('a snapshot', () => {
  test('comes back as it was, every bit of it', () => {
    fc.assert(
      fc.property(snapshot, (saved) => {
        const back = decodeSnapshot(encodeSnapshot(saved));
        expect(back).toEqual(saved);
        for (const [key, { data: bytes }] of Object.entries(saved.tensors)) {
          const read = back.tensors[key]!.data;
          expect(new Uint8Array(read.buffer, read.byteOffset, read.byteLength)).toEqual(
            new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
          );
        }
      }),
    );
  });

  test('has the same bytes in whatever order its tensors were named', () => {
    const reversed = Object.fromEntries(Object.entries(example.tensors).reverse());
    expect(encodeSnapshot({ ...example, tensors: reversed })).toEqual(encodeSnapshot(example));
  });

  test('is read from the middle of a larger buffer', () => {
    const bytes = encodeSnapshot(example);
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 5);
    expect(decodeSnapshot(larger.subarray(5, 5 + bytes.length))).toEqual(example);
  });

  test('is laid out as safetensors: length, header, tensors at aligned offsets', () => {
    const bytes = encodeSnapshot(example);
    const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes))) as object;
    expect(headerBytes % 8).toBe(0);
    expect(header).toMatchObject({
      moments: { dtype: 'F64', shape: [2], data_offsets: [0, 16] },
      weights: { dtype: 'F32', shape: [2, 2], data_offsets: [16, 32] },
      memory: { dtype: 'U8', shape: [3], data_offsets: [32, 35] },
    });
    expect(bytes.length).toBe(8 + headerBytes + 35);
  });

  test('that is damaged is refused with a sentence, or read as something else, but never breaks the reader', () => {
    const bytes = encodeSnapshot(example);
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(damage, fc.nat(bytes.length), (changes, cut) => {
        const damaged = bytes.slice(0, cut % 3 === 0 ? cut : bytes.length);
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        try {
          decodeSnapshot(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(PerennialError);
          expect((error as PerennialError).code).toBe('snapshot-format');
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['null', /no table of tensors/],
    ['[]', /does not say/],
    ['{"__metadata__": {"kind": "k", "header": "{}"}, "a": null}', /"a"/],
    [
      '{"__metadata__": {"kind": "k", "header": "{}"}, "a": {"dtype": "F64", "shape": [1], "data_offsets": [1, 9]}}',
      /"a"/,
    ],
    [
      '{"__metadata__": {"kind": "k", "header": "{}"}, "a": {"dtype": "F32", "shape": [-1, -1], "data_offsets": [0, 4]}}',
      /"a"/,
    ],
    [
      '{"__metadata__": {"kind": "k", "header": "{}"}, "a": {"dtype": "F16", "shape": [2], "data_offsets": [0, 4]}}',
      /F16/,
    ],
    ['{"__metadata__": {"kind": "k", "header": "{"}}', /header/],
    ['{"__metadata__": {"header": "{}"}}', /does not say/],
  ])('with the header %s is refused', (header, reason) => {
    const text = new TextEncoder().encode(header);
    const bytes = new Uint8Array(8 + text.length + 16);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    const refused = expect.objectContaining({
      code: 'snapshot-format',
      message: expect.stringMatching(reason) as string,
    }) as unknown as Error;
    expect(() => decodeSnapshot(bytes)).toThrow(refused);
  });
});
