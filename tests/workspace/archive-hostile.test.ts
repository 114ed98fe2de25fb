import { beforeAll, describe, expect, test } from 'vitest';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../src/core/snapshot.ts';
import { withChecksum, withoutChecksum } from '../../src/flow/collect/checksum.ts';
import {
  bytesOf,
  type Manifest,
  type Parts,
  partsOf,
  rezipped,
  signed,
  text,
  withBlob,
  withRecords,
} from '../checks/archive-mutants.ts';
import { openHouse } from './house-for-test.ts';
import { runJob } from './in-process.ts';
import { smallArchives } from './small-archives.ts';

type Bytes = Uint8Array<ArrayBuffer>;

let parts: Parts;
let modelParts: Parts;

beforeAll(async () => {
  ({ parts, modelParts } = await smallArchives());
});

describe('a file that was signed anew is refused', () => {
  const firstOf = (folder: string, of: Parts = parts) =>
    [...of.keys()].find((path) => path.startsWith(folder))!;
  const snapshotWith = async (change: (snapshot: Snapshot) => Snapshot) => {
    const path = firstOf('snapshots/', modelParts);
    return signed(
      await withBlob(modelParts, path, encodeSnapshot(change(decodeSnapshot(modelParts.get(path)!)))),
    );
  };
  const manifestWith = (tweak: (manifest: Manifest) => void) => signed(parts, tweak);
  const recordWith = (kind: string, change: Parameters<typeof withRecords>[2]) =>
    signed(withRecords(parts, kind, change));
  const cases: readonly (readonly [string, string, RegExp, () => Promise<Bytes>])[] = [
    [
      'a newer format',
      'archive-newer',
      /newer Perennial.*format is 2/,
      () => manifestWith((m) => (m.version = 2)),
    ],
    ['another kind', 'archive-hostile', /manifest/, () => manifestWith((m) => (m.kind = 'virus'))],
    [
      'another size in its manifest',
      'archive-hostile',
      /bytes where its manifest says/,
      () => manifestWith((m) => (m.parts[0]!.bytes += 1)),
    ],
    [
      'another sum',
      'archive-damaged',
      /not the one that the manifest names|own sum/,
      () =>
        manifestWith(
          (m) => (m.parts.find(({ path }) => path.startsWith('records/'))!.sha256 = '0'.repeat(64)),
        ),
    ],
    [
      'a part that is missing',
      'archive-hostile',
      /is missing/,
      () => manifestWith((m) => m.parts.push({ path: 'zzz', bytes: 1, sha256: '0'.repeat(64) })),
    ],
    ['an entry that no one names', 'archive-hostile', /not named/, () => manifestWith((m) => m.parts.pop())],
    [
      'a path that leads up',
      'archive-hostile',
      /leads elsewhere/,
      () => signed(new Map([...parts, ['../../etc/passwd', bytesOf('x')]])),
    ],
    [
      'a part that nothing needs',
      'archive-hostile',
      /nothing needs/,
      () => signed(new Map([...parts, ['tables/readme.arrow', bytesOf('x')]])),
    ],
    [
      'a key into prototypes in its manifest',
      'archive-hostile',
      /__proto__/,
      async () => {
        const manifest = text((await partsOf(await signed(parts))).get('manifest.json')!);
        const odd = bytesOf(manifest.replace('"kind"', '"__proto__": {"isAdmin": true}, "kind"'));
        return rezipped(new Map([...parts, ['manifest.json', odd]]));
      },
    ],
    [
      'a key into prototypes in a record',
      'archive-hostile',
      /__proto__/,
      () => recordWith('project', (r) => JSON.stringify(r).replace('"name"', '"__proto__":{"a":1},"name"')),
    ],
    [
      'a constructor in a record',
      'archive-hostile',
      /constructor/,
      () => recordWith('project', (r) => ({ ...r, constructor: { prototype: 1 } })),
    ],
    [
      'a million brackets',
      'archive-hostile',
      /nested|not JSON/,
      () =>
        recordWith('project', (r) => `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)},"b":${JSON.stringify(r)}}`),
    ],
    [
      'another table',
      'archive-hostile',
      /table/,
      () => recordWith('split', (r) => ({ ...r, tableId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })),
    ],
    [
      'a version without its split',
      'archive-hostile',
      /split|role/,
      () => recordWith('split', (r, index) => (index === 0 ? null : r)),
    ],
    [
      'a version of another learner',
      'archive-hostile',
      /linear/,
      () => recordWith('version', (r) => ({ ...r, learner: { kind: 'network', options: {} } })),
    ],
    [
      'an unknown learner',
      'archive-hostile',
      /oracle/,
      () => recordWith('version', (r) => ({ ...r, learner: { kind: 'oracle', options: {} } })),
    ],
    [
      'other classes',
      'archive-hostile',
      /fit its recipe|classes/,
      () =>
        recordWith('version', (r) => ({
          ...r,
          target: { ...(r['target'] as object), classes: ['no', 'maybe'] },
        })),
    ],
    [
      'an id twice',
      'archive-hostile',
      /twice/,
      () => recordWith('event', (r) => `${JSON.stringify(r)}\n${JSON.stringify(r)}`),
    ],
    [
      'a record of another project',
      'archive-hostile',
      /another project/,
      () => recordWith('event', (r) => ({ ...r, projectId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })),
    ],
    [
      'fewer rows than it claims',
      'archive-hostile',
      /rows/,
      () => recordWith('table', (r) => ({ ...r, rows: (r['rows'] as number) + 1 })),
    ],
    [
      'a column of another kind',
      'archive-hostile',
      /column/,
      () =>
        recordWith('table', (r) => ({
          ...r,
          columns: (r['columns'] as { kind: string }[]).map((c) =>
            c.kind === 'number' ? { ...c, kind: 'time' } : c,
          ),
        })),
    ],
    [
      'rows for nothing known',
      'archive-hostile',
      /where 6 are known/,
      async () => signed(await withBlob(parts, firstOf('roles/'), new Uint8Array(120).fill(9))),
    ],
    [
      'fewer roles than rows',
      'archive-hostile',
      /what its \d+ rows are for/,
      async () => signed(await withBlob(parts, firstOf('roles/'), new Uint8Array(3))),
    ],
    [
      'an unknown step',
      'archive-hostile',
      /step "exec"/,
      async () => {
        const path = firstOf('recipes/', modelParts);
        return signed(
          await withBlob(
            modelParts,
            path,
            bytesOf(text(modelParts.get(path)!).replace(/"kind":"(impute|one-hot|scale)"/, '"kind":"exec"')),
          ),
        );
      },
    ],
    [
      'a weight that is no number',
      'archive-hostile',
      /"parameters" holds NaN/,
      () =>
        snapshotWith((s) => ({
          ...s,
          tensors: {
            ...s.tensors,
            parameters: {
              ...s.tensors['parameters']!,
              data: (s.tensors['parameters']!.data as Float32Array<ArrayBuffer>).with(0, NaN),
            },
          },
        })),
    ],
    [
      'an infinite moment',
      'archive-hostile',
      /"secondMoment" holds Infinity/,
      () =>
        snapshotWith((s) => ({
          ...s,
          tensors: {
            ...s.tensors,
            secondMoment: {
              ...s.tensors['secondMoment']!,
              data: (s.tensors['secondMoment']!.data as Float32Array<ArrayBuffer>).with(1, Infinity),
            },
          },
        })),
    ],
    [
      'weights of another shape',
      'archive-hostile',
      /layers need/,
      () =>
        snapshotWith((s) => ({
          ...s,
          tensors: { ...s.tensors, parameters: { shape: [3], data: new Float32Array(3) } },
        })),
    ],
    [
      'a memory that fills the page',
      'archive-hostile',
      /asks for a memory/,
      () =>
        snapshotWith((s) => ({
          ...s,
          header: { ...s.header, options: { ...(s.header['options'] as object), memoryRows: 1e15 } },
        })),
    ],
    [
      'a table of made-up lengths',
      'archive-hostile',
      /tables\//,
      async () => {
        const path = firstOf('tables/');
        const bytes = withoutChecksum(parts.get(path)!).slice();
        for (let at = 8; at < 120; at += 4) new DataView(bytes.buffer).setInt32(at, 0x7fffffff, true);
        return signed(await withBlob(parts, path, withChecksum(bytes)));
      },
    ],
  ];

  test.each(cases)('with %s', async (what, code, sentence, make) => {
    const house = openHouse();
    const file = new Blob([await make()]);
    const before = house.contents();
    const opening = runJob(house.workspace, 'import-archive', {
      file,
      passphrase: null,
      ifPresent: 'refuse',
    });
    await expect(opening, what).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence) as string,
    });
    expect(house.contents()).toEqual(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
