import { expect, test } from 'vitest';
import { APP, decodeManifest, encodeManifest } from '../../../../src/flow/deploy/archive/manifest.ts';
import about from '../../../../package.json' with { type: 'json' };

test('a manifest names the package’s own version, and nothing of device or moment', () => {
  expect(APP.version).toBe(about.version);
  const parts = [{ path: 'a', bytes: 1, sha256: '0'.repeat(64) }];
  expect(decodeManifest(encodeManifest('model', parts))).toEqual({
    format: 'perennial',
    version: 1,
    kind: 'model',
    app: APP,
    parts,
  });
});

test('parts stand in order, each once', () => {
  const part = (path: string) => ({ path, bytes: 1, sha256: '0'.repeat(64) });
  for (const paths of [
    ['b', 'a'],
    ['a', 'a'],
  ])
    expect(() => decodeManifest(encodeManifest('project', paths.map(part)))).toThrow(
      /twice, or not in order/,
    );
});
