import { expose } from 'comlink';
import { runningCombination } from '../../../src/flow/train/online/running-combination.ts';
import { prequential, type ClassStream } from './prequential.ts';

const remote = {
  run: (stream: ClassStream, seed: number) => prequential(runningCombination, stream, seed),
};

export type CombinationRemote = typeof remote;
expose(remote);
