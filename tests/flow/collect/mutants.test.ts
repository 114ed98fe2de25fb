import { expect, test } from 'vitest';
import { readMutants } from '../../checks/read-mutants.ts';
import { delimitedReader } from '../../../src/flow/collect/delimited.ts';
import { catalog } from '../../../src/workspace/catalog.ts';

for (const load of Object.values(catalog.readers)) {
  const reader = await load();
  test(`${reader.format}: 300 mutated files end in a table or a sentence, many in either`, async () => {
    const { tables, bad } = await readMutants(reader, 1, 300);
    expect(bad).toEqual([]);
    expect(tables).toBeGreaterThan(60);
    expect(tables).toBeLessThan(240);
  });
}

test('csv, cut into small pieces: 100 mutated files are the same read behind any of their chunks', async () => {
  const reader = delimitedReader({ sampleBytes: 300, sliceBytes: 400, chunkRows: () => 3 });
  expect((await readMutants(reader, 2, 100)).bad).toEqual([]);
});
