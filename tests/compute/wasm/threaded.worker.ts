import { expose, proxy } from 'comlink';
import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { describeNetwork, describeTraining, type KernelBuild } from '../../../src/compute/wasm/module.ts';
import { SecondThread } from '../../../src/compute/wasm/second-thread.ts';
import type { DenseEngine } from '../../../src/core/dense.ts';
import { plainAdam } from '../../../src/math/dense.ts';
import { deathsSoFar, startDyingHelper } from './dying-helper.ts';
import { wide } from './wide-network.ts';

type Helper = 'works' | 'dies' | 'never starts';

const startHelper = (helper: Helper) => () =>
  helper === 'dies'
    ? startDyingHelper()
    : helper === 'works'
      ? new Worker(new URL('../../../workers/compute/second-thread.ts', import.meta.url), { type: 'module' })
      : new Worker(URL.createObjectURL(new Blob([''])));

const engines = new Map<string, Promise<DenseEngine>>();

/** The engine with its second thread, which may wait in a worker alone. */
const threaded = {
  async open(build: KernelBuild, helper: Helper, ...asked: Parameters<DenseEngine['open']>) {
    const key = `${build} ${helper}`;
    const engine = engines.get(key) ?? openWasmEngine(build, startHelper(helper));
    engines.set(key, engine);
    return proxy(await (await engine).open(...asked));
  },

  deaths: deathsSoFar,

  /** Trains until the second thread has computed a panel; in how many rounds it had not. */
  async roundsAlone(build: KernelBuild): Promise<number> {
    const second = new SecondThread(startHelper('works'));
    const { kernels, sharing } = (await second.kernelsFor(build, wide.shape, wide.data.y.length))!;
    describeNetwork(kernels, wide.shape);
    describeTraining(kernels, plainAdam);
    kernels.place(wide.data.y.length, false, false, false);
    const order = kernels.reserve(128, wide.data.y.length);
    new Uint32Array(kernels.memory.buffer, order, wide.data.y.length).set([...wide.data.y.keys()]);
    let rounds = 0;
    while (sharing.taken === 0) {
      sharing.during(128, () => kernels.train(wide.data.y.length, 128, 0.001, 0, 1, 1));
      rounds++;
      // Lets the worker start.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return rounds;
  },
};

export type Threaded = typeof threaded;

expose(threaded);
