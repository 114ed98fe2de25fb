import { expect, test } from 'vitest';
import { buffersIn } from '../../src/bridge/transferables.ts';

test('every buffer once, however deep and however many look into it', () => {
  const shared = new Float32Array(4);
  const own = new Uint8Array(2);
  const bare = new ArrayBuffer(3);
  const value = {
    list: [shared, { deeper: shared.subarray(1) }, null, undefined, 'text', 7],
    view: new DataView(own.buffer),
    own,
    bare,
    blob: new Blob(['x']),
  };
  expect(buffersIn(value)).toEqual([shared.buffer, own.buffer, bare]);
});

test('memory that threads share stays where it is', () => {
  const shared = new SharedArrayBuffer(8);
  expect(buffersIn([new Uint8Array(shared), shared])).toEqual([]);
});

test('plain values hold none', () => {
  for (const value of [null, undefined, 1, 'a', true, [], {}]) expect(buffersIn(value)).toEqual([]);
});
