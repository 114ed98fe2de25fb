import { chooseTrees } from '../../src/compute/choose-trees.ts';
import '../../src/seal/first.ts';
import { openWasmForward } from '../../src/compute/wasm/forward.ts';
import { chooseWithoutTfjs } from '../../src/compute/without-tfjs.ts';
import { cancelled, PerennialError } from '../../src/core/errors.ts';
import type { JobWatch } from '../../src/core/progress.ts';
import { memoryStore } from '../../src/store/memory.ts';
import { computeHere } from '../../src/workspace/compute-here.ts';
import type { PlayOpening, PlayRequest, PlayStep } from '../../src/workspace/play-step.ts';
import { Play } from '../../src/workspace/play.ts';
import { serve } from '../serve.ts';
import { serveJobs } from '../serve-jobs.ts';
import type { PlayJobs } from './contract.ts';

// A house in one thread over a store that forgets: what is played touches nothing that is kept.
const compute = computeHere({ chooseEngine: chooseWithoutTfjs, openForward: openWasmForward, chooseTrees });
let play: Play | undefined;
let opened = 0;

async function open(request: PlayRequest, watch: JobWatch): Promise<PlayOpening> {
  const mine = ++opened;
  play = undefined;
  const made = await Play.open({ store: memoryStore(), compute }, request, watch);
  if (mine !== opened) throw cancelled();
  play = made;
  return made.opening;
}

async function next(watch: JobWatch): Promise<PlayStep | null> {
  if (play) return play.next(watch);
  throw new PerennialError('no-play', 'nothing is being played; start it anew', { stage: 'workspace' });
}

const jobs: {
  readonly [K in keyof PlayJobs]: (request: never, watch: JobWatch) => Promise<PlayJobs[K]['result']>;
} = {
  open,
  next: (_request, watch) => next(watch),
};

serve(serveJobs<PlayJobs>((kind, request, watch) => jobs[kind](request as never, watch)));
