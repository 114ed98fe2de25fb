import { cancels, firstModel, prequential, trainAndScore } from './walk.ts';

// What a benchmark may ask of the page: it goes the way that the app goes, through the app's own bridge and workers.
const bench = { cancels, firstModel, prequential, trainAndScore };
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
