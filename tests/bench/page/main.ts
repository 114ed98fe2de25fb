import { openSaved, saveProject } from './archive.ts';
import { cancelAtSeededMoments } from './cancelling.ts';
import { importChosen, learnOnChosen, parseChosen, trainLinear } from './large.ts';
import { importMutants } from './mutants.ts';
import { growProject } from './raw-store.ts';
import { cancels, firstModel, prequential, trainAndScore } from './walk.ts';

// What a benchmark may ask of the page: it goes the way that the app goes, through the app's own bridge and workers.
const bench = {
  cancelAtSeededMoments,
  cancels,
  firstModel,
  growProject,
  importChosen,
  importMutants,
  learnOnChosen,
  mortal: () => import('../../mortal/walk.ts'),
  openSaved,
  parseChosen,
  prequential,
  saveProject,
  trainAndScore,
  trainLinear,
};
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
