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
    forward: 'de9b566c76e4f71c',
    loss: '2c8146204d54faee',
    backward: '61806fb9b91ba93d',
    descent: '65fed267c69beef8',
    gradient: 'dd83be3452949740',
    shorten: '1142b293ad3d029a',
    update: 'e34e4ad0789b8330',
    embed: '5a41682a300f8be8',
    normalise: '40ce540406a1d925',
    normaliseBack: 'eddec25990e46e10',
  });
});

test('none binds more buffers than every device has', () => {
  for (const name of kernelNames) expect(buffersOf(name).length).toBeLessThanOrEqual(8);
});
