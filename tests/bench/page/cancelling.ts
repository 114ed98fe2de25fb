import { PerennialError } from '../../../src/core/errors.ts';
import { Random } from '../../../src/core/random.ts';
import { trainingOf } from '../../training-of.ts';
import { client } from './house.ts';
import { chosenFile } from './large.ts';
import { countRows } from './raw-store.ts';

/** A moment of a job: a while after one of its reports, or after its beginning. */
interface Moment {
  readonly phase: string;
  /** Which of the reports of this phase. */
  readonly report: number;
  readonly afterMs: number;
}

export interface Cancelled {
  readonly job: string;
  readonly phase: string;
  /** From the cancel to the rejection. */
  readonly ms: number;
  /** What was there afterwards and not before; null where everything is as it was. */
  readonly left: string | null;
}

const BEGINNING = 'beginning';

/**
 * Cancels imports, trainings and learnings on at seeded moments: each phase of each job in turn, after a seeded report of
 * it and a seeded part of the time until the next one, as an undisturbed run had them. A job that is over before its
 * moment comes is not counted.
 */
export async function cancelAtSeededMoments(
  times: number,
  seed: number,
  target: string,
): Promise<Cancelled[]> {
  const jobs = await prepare(target);
  const random = new Random(seed);
  const cancels: Cancelled[] = [];
  for (let turn = 0; cancels.length < times && turn < 2 * times; turn++) {
    const job = jobs[turn % jobs.length]!;
    const phases = [...new Set(job.reports.map(({ phase }) => phase))];
    const phase = phases[Math.floor(turn / jobs.length) % phases.length]!;
    const places = [...job.reports.keys()].filter((at) => job.reports[at]!.phase === phase);
    const report = random.below(places.length);
    const place = places[report]!;
    const untilNext = (job.reports[place + 1]?.at ?? job.endedAt) - job.reports[place]!.at;
    const before = await stateOf(job.projectId);
    const moment = { phase, report, afterMs: random.uniform() * untilNext };
    const ms = await cancelAt(job.start, moment);
    if (ms === null) continue;
    const after = await stateOf(job.projectId);
    const left = after === before ? null : `before: ${before}; after: ${after}`;
    cancels.push({ job: job.name, phase, ms, left });
  }
  return cancels;
}

type Start = (report: (phase: string) => void) => { readonly result: Promise<unknown>; cancel(): void };

interface Known {
  readonly name: string;
  readonly projectId: string;
  readonly start: Start;
  /** Of an undisturbed run, the beginning first; in ms from it. */
  readonly reports: readonly { readonly phase: string; readonly at: number }[];
  readonly endedAt: number;
}

/** A project with a table and a model that has learnt on, and how long each part of that took. */
async function prepare(target: string): Promise<readonly Known[]> {
  const file = chosenFile();
  const imported = await client.start('import', importOf(file, null), () => undefined).result;
  const { projectId } = imported.table;
  const training = trainingOf(imported.table, await client.describeTarget(imported.table.id, target), {});
  const starts: Readonly<Record<string, Start>> = {
    import: (report) => client.start('import', importOf(file, projectId), ({ phase }) => report(phase)),
    train: (report) => client.start('train', training, ({ phase }) => report(phase)),
    'learn on': (report) =>
      client.start(
        'learn-on',
        { projectId, file: chosenFile(1), fileName: 'new.csv', engine: 'auto', labels: {}, seed: 1 },
        ({ phase }) => report(phase),
      ),
  };
  const known: Known[] = [];
  for (const [name, start] of Object.entries(starts)) {
    const reports = [{ phase: BEGINNING, at: 0 }];
    const began = performance.now();
    await start((phase) => reports.push({ phase, at: performance.now() - began })).result;
    known.push({ name, projectId, start, reports, endedAt: performance.now() - began });
  }
  return known;
}

function importOf(file: File, projectId: string | null) {
  return { file, fileName: file.name, projectId, options: {} };
}

/** Milliseconds from the cancel to the rejection; null where the job was over before. */
async function cancelAt(start: Start, { phase, report, afterMs }: Moment): Promise<number | null> {
  let cancelledAt: number | undefined;
  let seen = -1;
  const told = (now: string) => {
    if (now !== phase || ++seen !== report) return;
    setTimeout(() => {
      cancelledAt = performance.now();
      job.cancel();
    }, afterMs);
  };
  const job = start(told);
  told(BEGINNING);
  try {
    await job.result;
    cancelledAt = undefined;
    return null;
  } catch (error) {
    if (!(error instanceof PerennialError && error.code === 'cancelled')) throw error;
    return performance.now() - cancelledAt!;
  }
}

async function stateOf(projectId: string): Promise<string> {
  const state = [await client.interrupted(), await client.project(projectId), await countRows()];
  return JSON.stringify(state);
}
