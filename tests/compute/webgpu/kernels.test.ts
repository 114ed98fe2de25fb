import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  buffersOf,
  embeddingKernels,
  kernelText,
  layerNormKernels,
  plainKernels,
} from '../../../src/compute/webgpu/kernels.ts';

const kernelNames = [...plainKernels, ...embeddingKernels, ...layerNormKernels];

test('the text of each kernel is the same byte for byte, so that browsers keep what they compiled', () => {
  const hashes = kernelNames.map((name) => [
    name,
    createHash('sha256').update(kernelText(name)).digest('hex').slice(0, 16),
  ]);
  expect(Object.fromEntries(hashes)).toEqual({
    forward: '3f02c06fc02962c2',
    loss: '8e301bc7472baa66',
    backward: 'b72a518591445ff9',
    descent: 'edbad26799b78a7f',
    gradient: '150a00451f2d7cf2',
    shorten: '4c6f247d9ba61bd9',
    update: '354948f4f5308560',
    embed: '99c4725aa8be839b',
    normalise: '336fd2ac0bd497a4',
    normaliseBack: '53fb41ac4c53106e',
  });
});

test('none binds more buffers than every device has', () => {
  for (const name of kernelNames) expect(buffersOf(name).length).toBeLessThanOrEqual(8);
});
