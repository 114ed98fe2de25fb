import { type Clock, systemClock } from '../../core/clock.ts';
import type { EnginePlace, EngineQuestion, EngineTable } from '../../core/engine-table.ts';
import { keptTable } from './kept-table.ts';
import type { Stopwatch } from './measure.ts';
import { type EngineCandidate, probeEngines } from './probe.ts';

/** Where one table is kept. */
export interface TableShelf {
  /** What was written last, as it was found; undefined where there is nothing. */
  read(): Promise<unknown>;
  write(table: EngineTable): Promise<void>;
}

/** Longer than this no training waits for a measurement that is under way. */
const PATIENCE_MS = 1000;

/** The engines of this device: measured once for each browser version, and kept. */
export class MeasuredEngines {
  readonly #shelf: TableShelf;
  readonly #place: () => Promise<EnginePlace>;
  readonly #candidates: () => Promise<readonly EngineCandidate[]>;
  readonly #times: { readonly now: Stopwatch; readonly clock: Clock; readonly budgetMs?: number };
  #known: Promise<EngineTable | null> | null = null;
  #underWay: Promise<EngineTable> | null = null;

  /** `candidates` are the engines in the order in which they are measured and shown. */
  constructor(
    shelf: TableShelf,
    place: () => Promise<EnginePlace>,
    candidates: () => Promise<readonly EngineCandidate[]>,
    times: { readonly now: Stopwatch; readonly clock: Clock; readonly budgetMs?: number } = {
      now: () => performance.now(),
      clock: systemClock,
    },
  ) {
    this.#shelf = shelf;
    this.#place = place;
    this.#candidates = candidates;
    this.#times = times;
  }

  /** Null only where nothing but what is known was asked for. Measurements that are asked for while one is under way are that one. */
  async ask(question: EngineQuestion): Promise<EngineTable | null> {
    if (this.#underWay && question !== 'known') return this.#underWay;
    if (question === 'again') return this.#measure();
    const known = await this.#read();
    return known || question === 'known' ? known : (this.#underWay ?? this.#measure());
  }

  /** What a training goes by: a measurement that is under way is waited for, for a second; none is begun. */
  async forTraining(): Promise<EngineTable | null> {
    if (!this.#underWay) return this.#read();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), PATIENCE_MS)));
    const measured = this.#underWay.catch(() => null);
    return Promise.race([measured, enough]).finally(() => clearTimeout(timer));
  }

  #read(): Promise<EngineTable | null> {
    // Where the browser keeps nothing, every session measures anew.
    this.#known ??= Promise.all([this.#shelf.read().catch(() => undefined), this.#place()]).then(
      ([kept, place]) => keptTable(kept, place),
    );
    return this.#known;
  }

  #measure(): Promise<EngineTable> {
    const measuring = (async () => {
      const [place, candidates] = await Promise.all([this.#place(), this.#candidates()]);
      const table = await probeEngines(candidates, place, this.#times);
      this.#known = Promise.resolve(table);
      await this.#shelf.write(table).catch(() => undefined);
      return table;
    })();
    this.#underWay = measuring;
    const over = () => (this.#underWay = null);
    measuring.then(over, over);
    return measuring;
  }
}
