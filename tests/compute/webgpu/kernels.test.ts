import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buffersOf, kernelNames, kernelText } from '../../../src/compute/webgpu/kernels.ts';

test('the text of each kernel is the same byte for byte, so that browsers keep what they compiled', () => {
  const hashes = kernelNames.map((name) => [
    name,
    createHash('sha256').update(kernelText(name)).digest('hex').slice(0, 16),
  ]);
  expect(Object.fromEntries(hashes)).toEqual({
    forward: '1d3cd16bfbe4699e',
    loss: 'ca38d7bad23a5c6e',
    backward: '79615648ec7ecdd4',
    descent: '97f01a48d9e39cbc',
    gradient: '86c99db03fd38cee',
    shorten: '791c64ede5ad156d',
    update: 'c7f6dfa5f353bcbb',
  });
});

test('none binds more buffers than every device has', () => {
  for (const name of kernelNames) expect(buffersOf(name).length).toBeLessThanOrEqual(8);
});
