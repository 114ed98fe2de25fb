import { PerennialError, throwIfCancelled } from '../../../core/errors.ts';
import type { LearnerParts, LearningRun, Problem, UpdateRun } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { ErasedRows, Memory } from '../../../core/memory.ts';
import { Random } from '../../../core/random.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import { joinBatches } from '../replay-mix.ts';
import { takeRows } from '../take-rows.ts';
import type { packTrees } from './tree-tensors.ts';
import { packTreeModel, treeMemory, type Remembering, type TreeModel } from './tree-snapshot.ts';

/** New rows, the same and those that are replayed beside them, and what comes of memory and chance meanwhile. */
interface Recalled {
  readonly fresh: Batch;
  readonly rows: Batch;
  readonly memory: Memory;
  readonly random: Random;
}

/** What a learner of trees holds from one run to the next: once it is fitted, its trees, the rows that it remembers and its random state. */
export class LearntTrees<Options extends Remembering> {
  readonly kind: string;
  readonly problem: Problem;
  readonly options: Options;
  readonly parts: LearnerParts;
  #model: TreeModel | null;

  constructor(
    kind: string,
    problem: Problem,
    options: Options,
    parts: LearnerParts,
    model: TreeModel | null,
  ) {
    this.kind = kind;
    this.problem = problem;
    this.options = options;
    this.parts = parts;
    this.#model = model;
  }

  /** Throws `not-fitted`. */
  model(): TreeModel {
    if (this.#model) return this.#model;
    throw new PerennialError('not-fitted', `the ${this.kind} model has learnt nothing yet; fit it first`, {
      stage: 'train',
    });
  }

  /** The last look at the signal, then everything at once: a learner is never left half changed. */
  keep(model: Omit<TreeModel, 'random'>, random: Random, run: LearningRun): void {
    throwIfCancelled(run.context.signal);
    this.#model = { ...model, random: random.save() };
  }

  emptyMemory(): Memory {
    return this.parts.memory.create(treeMemory(this.problem, this.options));
  }

  /** Of what is remembered: a run that is cancelled has changed nothing. */
  copyOfMemory(): Memory {
    return this.parts.memory.load(treeMemory(this.problem, this.options), this.model().memory.save());
  }

  /** Those that teach something; NaN is a missing cell. */
  take(batch: Batch): Batch {
    return takeRows(batch, this.problem, true);
  }

  /** What an update learns from; `memory` is a copy that has not taken the new rows in yet. */
  recall(batch: Batch, run: UpdateRun): Recalled {
    const fresh = this.take(batch);
    const memory = this.copyOfMemory();
    if (run.hasConceptChanged) memory.forget(fresh);
    const random = new Random((Random.load(this.model().random).next() ^ run.seed) >>> 0);
    const replayed = memory.sample(Math.round(this.options.replayRatio * fresh.x.rows), random);
    return { fresh, rows: joinBatches(fresh, replayed), memory, random };
  }

  forgetRows(rows?: readonly ErasedRows[]): void {
    const model = this.model();
    const memory = rows ? this.copyOfMemory() : this.emptyMemory();
    rows?.forEach((each) => memory.erase(each));
    this.#model = { ...model, memory };
  }

  /** @param pack how trees become tensors, where not as boosted ones */
  save(pack?: typeof packTrees): Snapshot {
    return packTreeModel(this.kind, this.problem, this.options, this.parts.memory.kind, this.#model, pack);
  }
}
