import '../plain-runes.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { House } from '../../../src/app/state/house.svelte.ts';
import { Interruptions } from '../../../src/app/state/interruptions.svelte.ts';
import type { Job } from '../../../src/app/state/jobs.svelte.ts';
import type { InterruptedJob, Jobs } from '../../../workers/workspace/contract.ts';

type Outcome = Jobs['resume']['result'] | null;

const cutOff = (id: string, rest: Partial<InterruptedJob> = {}): InterruptedJob => ({
  id,
  projectId: 'P',
  job: 'import',
  title: 'sales.csv',
  startedAt: Number(id),
  progress: { phase: 'reading', done: 43, total: 100, unit: 'bytes' },
  isRunningElsewhere: false,
  ...rest,
});

/** The part of the house that is needed: its one job ends when the test says so. */
class SmallHouse {
  interrupted: readonly InterruptedJob[] = [];
  jobs: readonly Job[] = [];
  place = '#/';
  went: string[] = [];
  announced: string[] = [];
  discarded: string[] = [];
  refreshed = 0;
  job = { state: 'running', place: '', outcome: Promise.resolve<Outcome>(null) };
  view = null;
  router = { go: (href: string) => this.went.push(href) };
  ask = {
    project: async () => ({ versions: [{ id: 'v1' }, { id: 'v2' }] }),
    discardJob: async (id: string) => {
      if (id === '13') throw new Error('another tab is at it');
      this.discarded.push(id);
      this.interrupted = this.interrupted.filter((each) => each.id !== id);
    },
  };
  /** What `interrupted` becomes when it is read again. */
  next: readonly InterruptedJob[] | null = null;
  end!: (state: 'done' | 'failed' | 'cancelled', outcome?: Outcome) => Promise<void>;

  isAt(place: string): boolean {
    return this.place === place;
  }
  start(_kind: string, _request: unknown, { place }: { place: string }) {
    let settle!: (outcome: Outcome) => void;
    const job = { state: 'running', place, outcome: new Promise<Outcome>((resolve) => (settle = resolve)) };
    this.end = async (state, outcome = null) => {
      job.state = state;
      settle(outcome);
      await job.outcome;
    };
    return job;
  }
  dismiss(): void {}
  announce(_job: unknown, href: string): void {
    this.announced.push(href);
  }
  async readInterrupted(): Promise<void> {
    this.interrupted = this.next ?? this.interrupted;
  }
  async refresh(): Promise<void> {
    this.refreshed += 1;
  }
}

let house: SmallHouse;
let interruptions: Interruptions;
const ids = (projectId: string | null) => interruptions.of(projectId).map(({ what }) => what.id);

beforeEach(() => {
  house = new SmallHouse();
  interruptions = new Interruptions(house as unknown as House);
});

describe('Interruptions', () => {
  it('lists those of a project, and at home all, oldest first', () => {
    house.interrupted = [cutOff('2'), cutOff('1', { projectId: null }), cutOff('3', { projectId: 'Q' })];
    expect(ids('P')).toEqual(['2']);
    expect(ids(null)).toEqual(['1', '2', '3']);
  });

  it.each([
    ['import', '#/project/P/data'],
    ['learn-on', '#/project/P/learn'],
    ['train', '#/project/P/evaluate?version=v2'],
  ] as const)('a resumed %s is shown where it was asked for, and leads to %s', async (job, href) => {
    house.interrupted = [cutOff('1', { job })];
    const resumed = interruptions.resume(house.interrupted[0]!, 'It');
    house.interrupted = [];
    expect(interruptions.of('P')[0]?.job?.state).toBe('running');
    house.place = '#/settings';
    expect(ids('P')).toEqual([]);
    house.place = '#/';
    await house.end('done', { projectId: 'P', job });
    await resumed;
    expect(house.went).toEqual([href]);
    expect(ids('P')).toEqual([]);
  });

  it('tells whoever has gone elsewhere that it is done, and leads nowhere', async () => {
    const resumed = interruptions.resume(cutOff('1'), 'It');
    house.place = '#/settings';
    await house.end('done', { projectId: 'P', job: 'import' });
    await resumed;
    expect([house.went, house.announced]).toEqual([[], ['#/project/P/data']]);
  });

  it('keeps one that failed again, to be tried again or given up; a cancelled one is as it was', async () => {
    house.interrupted = [cutOff('1'), cutOff('2')];
    for (const [id, state] of [
      ['1', 'failed'],
      ['2', 'cancelled'],
    ] as const) {
      const resumed = interruptions.resume(cutOff(id), 'It');
      await house.end(state);
      await resumed;
    }
    expect(interruptions.of('P').map(({ what, job }) => [what.id, job?.state ?? null])).toEqual([
      ['1', 'failed'],
      ['2', null],
    ]);
    await interruptions.discard(cutOff('1'));
    expect(ids('P')).toEqual(['2']);
  });

  it('gives up at once what had hardly begun, and asks where much was done', async () => {
    const begun = cutOff('1', { progress: { phase: 'reading', done: 1, total: 100, unit: 'bytes' } });
    house.interrupted = [begun, cutOff('2')];
    await interruptions.propose(begun);
    expect(house.discarded).toEqual(['1']);
    await interruptions.propose(cutOff('2'));
    expect(house.discarded).toEqual(['1']);
    expect(interruptions.doomed?.id).toBe('2');
    await interruptions.discard(interruptions.doomed!);
    expect(interruptions.doomed).toBeNull();
    expect(house.discarded).toEqual(['1', '2']);
  });

  it('offers one that has just failed where that is said, until the note is dismissed', async () => {
    const failed = { kind: 'train', state: 'failed', place: '#/project/P/train', startedAt: 5 } as Job;
    house.interrupted = [
      cutOff('4', { job: 'train' }),
      cutOff('6'),
      cutOff('7', { job: 'train', projectId: 'Q' }),
      cutOff('8', { job: 'train', isRunningElsewhere: true }),
      cutOff('9', { job: 'train' }),
    ];
    house.jobs = [failed];
    expect(interruptions.keptOf(failed)?.id).toBe('9');
    expect(ids('P')).toEqual(['4', '6', '8']);
    house.jobs = [];
    expect(ids('P')).toEqual(['4', '6', '8', '9']);
    const resumed = interruptions.resume(house.interrupted[4]!, 'It');
    expect(interruptions.keptOf(failed)).toBeNull();
    await house.end('cancelled');
    await resumed;
    expect(interruptions.keptOf({ ...failed, state: 'cancelled' } as Job)).toBeNull();
  });

  it('finds an import that belongs to no project yet by the home page, where it was begun', () => {
    const failed = { kind: 'import', state: 'failed', place: '#/', startedAt: 1 } as Job;
    house.interrupted = [cutOff('1'), cutOff('2', { projectId: null })];
    expect(interruptions.keptOf(failed)?.id).toBe('2');
    house.interrupted = [cutOff('1')];
    expect(interruptions.keptOf(failed)).toBeNull();
  });

  it('says that one is over which failed for good, until it is dismissed', async () => {
    const what = cutOff('1');
    const resumed = interruptions.resume(what, 'It');
    await house.end('failed');
    await resumed;
    expect(interruptions.of('P').map(({ isOver }) => isOver)).toEqual([true]);
    interruptions.forget(what);
    expect(ids('P')).toEqual([]);
  });

  it('says why one cannot be given up', async () => {
    house.interrupted = [cutOff('13')];
    await interruptions.discard(cutOff('13'));
    expect(interruptions.problem?.message).toBe('another tab is at it');
    expect(ids('P')).toEqual(['13']);
  });
});
