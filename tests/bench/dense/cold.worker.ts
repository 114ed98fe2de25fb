import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { plainAdam } from '../../../src/math/dense.ts';
import { learningRate, problemOf } from './workloads.ts';

// As the app's own worker brings the wasm engine: with its code, the kernels asked for when it starts. Answers one step later.
const begin = performance.now();
const { shape, data, state, order, batchSize } = problemOf('first');
const session = await (await openWasmEngine()).open(shape, plainAdam, data, state);
await session.train(order, batchSize, learningRate);
postMessage(performance.now() - begin);
