import type { Detector, DetectorKind } from '../core/detector.ts';
import { noCheckpoints } from '../core/checkpoints.ts';
import { cellAt } from '../core/column.ts';
import type { Comparison } from '../core/evaluation.ts';
import type { LabelledRow } from '../core/feedback.ts';
import type { Id } from '../core/ids.ts';
import type { JobWatch } from '../core/progress.ts';
import { columnOf, sliceRows, type Table } from '../core/table.ts';
import { compare } from '../flow/evaluate/compare.ts';
import { LabelBaselines } from '../flow/evaluate/label-baselines.ts';
import { likeliestClasses } from '../math/metrics/likeliest-classes.ts';
import { Agreement } from '../math/metrics/kappa.ts';
import { WindowedMean } from '../math/metrics/prequential.ts';
import type { Workspace } from './api.ts';
import { findDetector } from './catalog.ts';
import { type House, need } from './house.ts';
import { type Model, onlyPredicting, readModel } from './jobs/model.ts';
import { openStream, type PlayStream } from './play-source.ts';
import {
  PLAYERS,
  type Player,
  type PlayMark,
  type PlayOpening,
  type PlayRequest,
  type PlayStep,
} from './play-step.ts';
import { storedModelOf } from './stored-models.ts';
import { openWorkspace } from './workspace.ts';

/** Over so many rows accuracy is drawn. */
const WINDOW_ROWS = 500;
const MOST_BATCH_ROWS = 250;
const FEWEST_BATCH_ROWS = 25;
/** A short stream is played in about so many batches. */
const BATCHES = 28;

interface Serving {
  readonly id: Id;
  readonly number: number;
  readonly model: Model;
}

/**
 * A stream that is played through a house of its own: rows arrive, are answered, become known, and are learnt by the very
 * loop of the app, which promotes a challenger or does not.
 *
 * Prequential: a batch is answered by all players before its labels are known to any of them, so that the labels of all
 * are as late: by one batch at most.
 */
export class Play {
  readonly opening: PlayOpening;
  readonly #house: House;
  readonly #workspace: Workspace;
  readonly #stream: PlayStream;
  readonly #seed: number;
  readonly #first: Model;
  #serving: Serving;
  #next: number;
  #detector: Detector;
  readonly #detectorKind: DetectorKind;
  readonly #baselines: LabelBaselines;
  readonly #windows: Readonly<Record<Player, WindowedMean>>;
  readonly #agreement: Agreement;
  readonly #errors: Readonly<Record<'champion' | 'frozen', number[]>> = { champion: [], frozen: [] };

  private constructor(
    house: House,
    workspace: Workspace,
    stream: PlayStream,
    seed: number,
    serving: Serving,
    detectorKind: DetectorKind,
  ) {
    this.#house = house;
    this.#workspace = workspace;
    this.#stream = stream;
    this.#seed = seed;
    this.#first = serving.model;
    this.#serving = serving;
    this.#detectorKind = detectorKind;
    this.#detector = this.#newDetector();
    const { table, target, firstRows, labels, prior, columns, changes, notes } = stream;
    this.#next = firstRows;
    this.#baselines = new LabelBaselines(prior);
    this.#baselines.learn(labels.subarray(0, firstRows));
    this.#agreement = new Agreement(target.classes.length);
    this.#windows = forEachPlayer(() => new WindowedMean(WINDOW_ROWS));
    this.opening = {
      rows: table.rows,
      firstRows,
      batchRows: batchRowsOf(table.rows - firstRows),
      windowRows: WINDOW_ROWS,
      target: target.column,
      columns,
      changes,
      notes,
    };
  }

  /**
   * Opens a house over this store, which should be empty and is the play's own, and trains the first model.
   *
   * @throws PerennialError `unknown-kind` for a detector that is none; those of an import, a sample and a training; `play-task` where a number is to be predicted,
   * `too-few-rows`, `late-class` where the first rows lack a class
   */
  static async open(
    { store, compute }: Pick<House, 'store' | 'compute'>,
    { source, detector, seed }: PlayRequest,
    watch: JobWatch,
  ): Promise<Play> {
    // Nobody could take this work up again, and what time it is must not show in the picture.
    const house: House = {
      store,
      clock: ticking(),
      compute: {
        run: (kind, request, context) =>
          compute.run(kind, request, { ...context, checkpoints: noCheckpoints }),
      },
    };
    const workspace = openWorkspace(house);
    const kind = await findDetector(detector);
    const stream = await openStream(house, workspace, source, seed, watch);
    const serving = await servingOf(house, stream.projectId);
    return new Play(house, workspace, stream, seed, serving, kind);
  }

  /** Plays the next batch; null once all rows have been played. */
  async next(watch: JobWatch): Promise<PlayStep | null> {
    const { table, labels } = this.#stream;
    const from = this.#next;
    if (from >= table.rows) return null;
    const end = from + this.opening.batchRows;
    // A last batch of a few rows could not be judged: the one before takes them along.
    const to = table.rows - end < FEWEST_BATCH_ROWS ? table.rows : end;
    const batch = sliceRows(table, from, to);
    const actual = labels.subarray(from, to);
    const { number } = this.#serving;
    const said = likeliestClasses(this.#serving.model.predict(batch));
    const right = this.#answer(batch, said, actual);
    const accuracy = forEachPlayer((player) =>
      Float32Array.from(right[player], (hit) => {
        this.#windows[player].add(hit);
        return this.#windows[player].mean;
      }),
    );
    for (const player of ['champion', 'frozen'] as const)
      for (const hit of right[player]) this.#errors[player].push(1 - hit);
    actual.forEach((label, row) => this.#agreement.add(label, said[row]!));

    // From here on the labels are known.
    this.#next = to;
    this.#baselines.learn(actual);
    const marks = [...this.#watchErrors(right.champion, from, to), await this.#learn(batch, to, watch)];
    const lead = this.#leadSoFar();
    const { kappa, kappaTemporal } = this.#agreement;
    const agreement = { kappa, kappaTemporal };
    return { from, rows: to - from, right, accuracy, championNumber: number, lead, agreement, marks };
  }

  #leadSoFar(): Comparison {
    const { champion, frozen } = this.#errors;
    return compare(this.#stream.target.task, Float64Array.from(frozen), Float64Array.from(champion), true);
  }

  #answer(
    batch: Table,
    said: ArrayLike<number>,
    actual: Float32Array,
  ): Record<Player, Uint8Array<ArrayBuffer>> {
    const hits = (answers: ArrayLike<number>) =>
      Uint8Array.from(actual, (y, row) => Number(answers[row] === y));
    const same = (answer: number) => Uint8Array.from(actual, (y) => Number(answer === y));
    return {
      champion: hits(said),
      frozen: hits(likeliestClasses(this.#first.predict(batch))),
      majority: same(this.#baselines.majority),
      'no-change': same(this.#baselines.noChange),
    };
  }

  #newDetector(): Detector {
    return this.#detectorKind.create(this.#detectorKind.defaults);
  }

  #watchErrors(right: Uint8Array, from: number, to: number): PlayMark[] {
    const marks: PlayMark[] = [];
    right.forEach((hit, row) => {
      if (this.#detector.update(1 - hit) !== 'drift') return;
      const at = (from + row + 1).toLocaleString('en');
      marks.push({
        row: to,
        kind: 'drift',
        text: `The champion’s errors have changed: row ${at} makes it certain enough for ${this.#detectorKind.title}.`,
      });
    });
    return marks;
  }

  async #learn(batch: Table, to: number, watch: JobWatch): Promise<PlayMark> {
    const { projectId } = this.#stream;
    const { version, judgement } = await this.#workspace.run(
      'learn-rows',
      { projectId, rows: this.#labelled(batch), engine: 'auto', seed: this.#seed + to },
      watch,
    );
    const { reason, verdict } = judgement;
    switch (verdict) {
      case 'promoted':
        this.#serving = await servingOf(this.#house, projectId);
        // Another model errs in its own way.
        this.#detector = this.#newDetector();
        return { row: to, kind: 'promotion', text: `Version ${version.number}. ${reason}` };
      case 'forgot':
        return { row: to, kind: 'blocked', text: `Version ${version.number}. ${reason}` };
      case 'unproven':
        return { row: to, kind: 'update', text: `Version ${version.number}. ${reason}` };
    }
  }

  /** The cells that the model reads, with the label that all of them turned out to have. */
  #labelled(batch: Table): LabelledRow[] {
    const { target } = this.#stream;
    const inputs = this.#first.recipe.inputs.map(({ name }) => columnOf(batch, name));
    const column = columnOf(batch, target.column);
    return Array.from({ length: batch.rows }, (_, row) => ({
      cells: Object.fromEntries(inputs.map((input) => [input.name, cellAt(input, row)])),
      label: cellAt(column, row)!,
      origin: 'full-batch',
    }));
  }
}

async function servingOf(house: House, projectId: Id): Promise<Serving> {
  const { versionId } = await need(house, 'alias', `${projectId}/champion`);
  const version = await need(house, 'version', versionId);
  const model = await readModel(
    storedModelOf(version),
    { blobs: house.store, lost: [] },
    onlyPredicting(house),
  );
  return { id: version.id, number: version.number, model };
}

function forEachPlayer<T>(make: (player: Player) => T): Record<Player, T> {
  return Object.fromEntries(PLAYERS.map((player) => [player, make(player)])) as Record<Player, T>;
}

function batchRowsOf(rows: number): number {
  return Math.min(MOST_BATCH_ROWS, Math.max(FEWEST_BATCH_ROWS, Math.floor(rows / BATCHES)));
}

/** A clock that goes on by a millisecond whenever it is looked at. */
function ticking(): () => number {
  let now = 0;
  return () => (now += 1);
}
