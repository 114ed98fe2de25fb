import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buffersOf, kernelNames, kernelText } from '../../../src/compute/webgpu/kernels.ts';

test('the text of each kernel is the same byte for byte, so that browsers keep what they compiled', () => {
  const hashes = kernelNames.map((name) => [
    name,
    createHash('sha256').update(kernelText(name)).digest('hex').slice(0, 16),
  ]);
  expect(Object.fromEntries(hashes)).toEqual({
    forward: '3d1ead0578c60a0d',
    loss: 'd3620b173d70493e',
    backward: 'ddccd3c399e360e0',
    adam: '1bd38c33a7365585',
    gradient: 'bbcfda1823908d26',
  });
});

test('none binds more buffers than every device has', () => {
  for (const name of kernelNames) expect(buffersOf(name).length).toBeLessThanOrEqual(8);
});
