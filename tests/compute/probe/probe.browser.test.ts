import { afterEach, expect, test } from 'vitest';
import { engineChooser, type EngineHost } from '../../../src/compute/choose.ts';
import { engineCandidates } from '../../../src/compute/probe/candidates.ts';
import { MeasuredEngines } from '../../../src/compute/probe/measured-engines.ts';
import { enginePlace } from '../../../src/compute/probe/place.ts';
import { enginesByCost, predictedMs } from '../../../src/compute/probe/probe.ts';
import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { webgpuAdapter } from '../../../src/compute/webgpu-adapter.ts';
import type { DenseShape } from '../../../src/core/dense.ts';
import { openEngineStore } from '../../../src/store/engine-store.ts';

const NAME = 'engine-table-test';
const unused = () => Promise.reject(new Error('it is not to be opened'));

afterEach(() => void indexedDB.deleteDatabase(NAME));

test('the engines of this browser are measured, kept, and chosen by what was measured', async () => {
  const host: EngineHost = {
    webgpuAdapter,
    openWasm: openWasmEngine,
    openWebgpu: unused,
    openTfjs: unused,
  };
  const open = () =>
    new MeasuredEngines(openEngineStore(NAME), enginePlace, async () => engineCandidates(host));
  const engines = open();
  const table = (await engines.ask('again'))!;
  expect(table.rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['wasm', 'agreed'],
    ['webgpu', 'left-out'],
    ['reference', 'agreed'],
  ]);
  for (const row of table.rows)
    if (row.outcome === 'agreed') for (const { us } of row.measured) expect(us).toBeGreaterThan(0);
  expect(await open().ask('known')).toEqual(table);

  const choose = engineChooser(host, () => engines.forTraining());
  const models: readonly DenseShape[] = [
    { inputs: 16, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' },
    { inputs: 200, hidden: [100], outputs: 4, activation: 'gelu', loss: 'softmax' },
  ];
  for (const shape of models)
    for (const batchSize of [1, 500]) {
      const byCost = enginesByCost(table, shape, batchSize);
      const ms = byCost.map((kind) => predictedMs(table, kind, shape, batchSize));
      expect(ms).toEqual(ms.toSorted((a, b) => a - b));
      expect((await choose('auto', shape, batchSize)).engine.kind).toBe(byCost[0]);
    }
});
