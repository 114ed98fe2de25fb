import { PerennialError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { JobWatch } from '../core/progress.ts';
import type { Id } from '../core/ids.ts';
import type { JobRecord, LastingJob } from '../core/job-record.ts';
import type { InterruptedJob, Jobs } from './api.ts';
import { expecting, type House, need, removing } from './house.ts';
import { Journal } from './journal.ts';
import { retentionOf } from './retention.ts';
import type { RowsRequest } from './rows-request.ts';

/** What is written down of each job: rows that are handed over are kept like a file. */
type Request<K extends LastingJob = LastingJob> = {
  [J in LastingJob]: J extends 'learn-rows' ? RowsRequest : Jobs[J]['request'];
}[K];

export type LastingUseCases = {
  readonly [K in LastingJob]: (
    house: House,
    request: Request<K>,
    watch: JobWatch,
    journal: Journal,
  ) => Promise<Jobs[K]['result']>;
};

/** The jobs that are written down while they are under way, and that go on where they were cut off. */
export class LastingJobs {
  readonly #house: House;
  readonly #useCases: LastingUseCases;
  readonly #running = new Set<Id>();

  constructor(house: House, useCases: LastingUseCases) {
    this.#house = house;
    this.#useCases = useCases;
  }

  get isAtWork(): boolean {
    return this.#running.size > 0;
  }

  async start<K extends LastingJob>(
    job: K,
    request: Request<K>,
    watch: JobWatch,
  ): Promise<Jobs[K]['result']> {
    const { file = null, ...rest } = request as Request & { file?: Blob };
    if (request.projectId !== null) await this.#keepRule(request.projectId);
    const journal = Journal.begin(this.#house, job, rest as unknown as JsonObject, request.projectId, file);
    return this.#run(job, request, watch, journal);
  }

  /** Throws `not-found`, and `busy` while another tab is at it. */
  async resume(jobId: Id, watch: JobWatch): Promise<Jobs['resume']['result']> {
    const record = await this.#atRest(jobId);
    const file = (await this.#house.store.get('job-file', jobId))?.file;
    const journal = await Journal.takeUp(this.#house, record, file !== undefined);
    const request = { ...record.request, ...(file && { file }) } as unknown as Request;
    const result = await this.#run(record.job, request, watch, journal);
    const { projectId } = 'table' in result ? result.table : result.version;
    return { projectId, job: record.job };
  }

  async interrupted(): Promise<readonly InterruptedJob[]> {
    const records = await this.#house.store.list('job');
    const living = await this.#house.store.sessions();
    return records
      .filter(({ id }) => !this.#running.has(id))
      .map((record) => ({
        id: record.id,
        projectId: record.projectId === record.id ? null : record.projectId,
        job: record.job,
        title: titleOf(record),
        startedAt: record.startedAt,
        progress: record.progress,
        isRunningElsewhere: this.#isElsewhere(record, living),
      }));
  }

  async discard(jobId: Id): Promise<void> {
    const record = await this.#atRest(jobId);
    const file = { kind: 'job-file', id: jobId } as const;
    await this.#house.store.begin().commit([...expecting(record), ...removing([record, file])]);
  }

  /** Gives up the oldest jobs of a project that were cut off, beyond those that its rule keeps. */
  async #keepRule(projectId: Id): Promise<void> {
    const project = await this.#house.store.get('project', projectId);
    if (!project) return;
    const cutOff = (await this.interrupted()).filter(
      (job) => job.projectId === projectId && !job.isRunningElsewhere,
    );
    const overdue = cutOff.slice(0, Math.max(0, cutOff.length - retentionOf(project).jobs));
    for (const { id } of overdue) await this.discard(id);
  }

  async #run<K extends LastingJob>(
    job: K,
    request: Request<K>,
    watch: JobWatch,
    journal: Journal,
  ): Promise<Jobs[K]['result']> {
    this.#running.add(journal.id);
    try {
      return await this.#useCases[job](this.#house, request, watch, journal);
    } catch (error) {
      await journal.abandon(error);
      throw error;
    } finally {
      this.#running.delete(journal.id);
    }
  }

  async #atRest(jobId: Id): Promise<JobRecord> {
    const record = await need(this.#house, 'job', jobId);
    const living = await this.#house.store.sessions();
    if (this.#running.has(jobId) || this.#isElsewhere(record, living))
      throw new PerennialError(
        'busy',
        'this job is still under way, here or in another tab; it was not cut off',
        {
          stage: 'workspace',
        },
      );
    return record;
  }

  /** A project's writer is the only one at it, whoever else lives. */
  #isElsewhere({ projectId, session }: JobRecord, living: ReadonlySet<string>): boolean {
    const { store, writers } = this.#house;
    return session !== store.session && living.has(session) && !writers?.isWriter(projectId);
  }
}

function titleOf({ job, request }: JobRecord): string {
  if (job === 'train') return (request as unknown as Jobs['train']['request']).target.column;
  if (job === 'learn-rows') return `${(request as unknown as RowsRequest).rows} labelled rows`;
  return (request as unknown as Jobs['import']['request']).fileName ?? 'Pasted rows';
}
