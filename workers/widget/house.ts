import { type Clock, pause, systemClock } from '../../src/core/clock.ts';
import { errorToRecord } from '../../src/core/errors.ts';
import { type CellsByName, isEvidence, type LabelOrigin } from '../../src/core/feedback.ts';
import { sliceRows } from '../../src/core/table.ts';
import { isDrawnForAudit } from '../../src/flow/learn/audit.ts';
import { rowNotes } from '../../src/flow/prepare/row-notes.ts';
import type {
  Learned,
  WidgetEngine,
  WidgetHouse,
  WidgetNews,
  WidgetPrediction,
  WidgetSettings,
  WidgetState,
} from './contract.ts';
import { exportedModel } from './exported-model.ts';
import { type Family, learnerOf, openEngine } from './family.ts';
import {
  bytesOf,
  keptModel,
  MODEL,
  type Progress,
  SERVED,
  SHIPPED,
  shippedAs,
  type Visit,
  visitOf,
} from './kept-model.ts';
import { type Change, KeptRows, labelled } from './kept-rows.ts';
import { learnBatch, nextBatch, promoted, type Standing } from './learning.ts';
import { answerOf, batchOfLabels, labelsOf, type Line } from './model.ts';
import { type ModelFile, readModelFile } from './model-file.ts';
import { pieceRows, piecesOf, requireReadable } from './pieces.ts';
import { refused, requireOrigin, requireSecure } from './refusals.ts';
import { openShelf, type Shelf } from './shelf.ts';
import { ulid } from './ulid.ts';

/** All that is there once a model was opened. */
interface Opened {
  readonly file: ModelFile;
  readonly line: Line;
  readonly shelf: Shelf;
  readonly rows: KeptRows;
  readonly engine: WidgetEngine;
}

/** One model in one page: it predicts, keeps labels, learns from them in turn, and remembers. */
export class House implements WidgetHouse {
  readonly #family: Family;
  readonly #tell: (news: WidgetNews) => void;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #settings!: WidgetSettings;
  #opened: Opened | null = null;
  #standing!: Standing;
  #progress!: Progress;
  /** Predictions since labels were last learnt. */
  #served = 0;
  /** What changes versions is done one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(family: Family, tell: (news: WidgetNews) => void, clock: Clock = systemClock) {
    this.#family = family;
    this.#tell = tell;
    this.#clock = clock;
  }

  async open(file: Blob, settings: WidgetSettings): ReturnType<WidgetHouse['open']> {
    requireSecure();
    const model = await readModelFile(new Uint8Array(await file.arrayBuffer()));
    learnerOf(this.#family, model.version.learner.kind);
    const engine = await openEngine(this.#family);
    const recipe = JSON.parse(new TextDecoder().decode(model.recipe)) as Line['recipe'];
    const { target } = model.version;
    this.#settings = settings;
    const shelf = await openShelf(settings.name);
    const kept = await shelf.read();
    const { isFresh } = this.#visit(model, kept);
    const rows = new KeptRows(isFresh ? [] : kept);
    this.#opened = { file: model, line: { recipe, target, family: this.#family }, shelf, rows, engine };
    if (isFresh)
      await this.#write([...kept.map(([name]) => [name, undefined] as const), [SHIPPED, shippedAs(model)]]);
    return { facts: { title: model.project.name, fields: recipe.inputs, target }, state: this.#state() };
  }

  async configure(settings: WidgetSettings): Promise<WidgetState> {
    this.#settings = settings;
    void this.#write(this.#pruned());
    return this.#state();
  }

  async predict(rows: readonly CellsByName[]): Promise<readonly WidgetPrediction[]> {
    const { line, rows: kept } = this.#open();
    const { learner, number } = this.#standing.champion;
    const predictions: WidgetPrediction[] = [];
    for await (const { from, to, table, x } of piecesOf(line, rows, this.#ended.signal)) {
      const predicted = learner.predict(x);
      const changes: Change[] = [];
      for (const [row, cells] of rows.slice(from, to).entries()) {
        const id = ulid(this.#clock());
        const audit = this.#learns && isDrawnForAudit(id, this.#settings.auditRate);
        if (this.#learns) changes.push(kept.put(id, { cells, audit, label: null }));
        const notes = rowNotes(line.recipe, sliceRows(table, row, row + 1));
        predictions.push({ id, audit, version: number, ...answerOf(line, predicted, row), notes });
      }
      this.#served += to - from;
      if (this.#learns) void this.#write([...changes, [SERVED, this.#served], ...this.#pruned()]);
    }
    return predictions;
  }

  async feedback(
    id: string,
    label: string | number | boolean,
    origin: LabelOrigin,
  ): ReturnType<WidgetHouse['feedback']> {
    const { line, rows } = this.#open();
    this.#requireLearning();
    requireOrigin(origin);
    const row = rows.get(id);
    if (!row)
      throw refused(
        'not-found',
        'this prediction is not kept any more: its label was learnt already, or it had to make room for newer ones',
      );
    labelsOf(line, [label]);
    const countsAs = row.audit && !isEvidence(origin) ? 'audit' : origin;
    void this.#write([rows.put(id, { ...row, label: { label, origin: countsAs } })]);
    if (this.#settings.learn === 'auto' && rows.waiting().length >= this.#settings.batch)
      this.#learnWaiting(false).catch((error: unknown) =>
        this.#tell({ kind: 'failed', error: errorToRecord(error) }),
      );
    return { origin: countsAs, state: this.#state() };
  }

  async learn(rows: readonly CellsByName[], origin: LabelOrigin): Promise<Learned> {
    const { line, rows: kept } = this.#open();
    this.#requireLearning();
    requireOrigin(origin);
    const labels = rows.map((row) => row[line.target.column] ?? null);
    labelsOf(line, labels);
    await requireReadable(line, rows, this.#ended.signal);
    for (let from = 0; from < rows.length; from += pieceRows(line)) {
      const piece = rows.slice(from, from + pieceRows(line));
      void this.#write(
        piece.map((cells, row) =>
          kept.put(ulid(this.#clock()), labelled(cells, labels[from + row]!, origin)),
        ),
      );
      await pause();
    }
    return this.#learnWaiting(true);
  }

  promote(): Promise<WidgetState> {
    return this.#inTurn(async () => {
      const { challenger } = this.#standing;
      if (!challenger)
        throw refused(
          'no-challenger',
          'no version waits to be promoted: hand over labels first, and learn them',
        );
      this.#standing = promoted(this.#standing, challenger);
      await this.#keepModel([]);
      const { number: version } = challenger;
      this.#tell({ kind: 'promoted', detail: { version, reason: 'It was promoted by a call.' } });
      return this.#state();
    });
  }

  exportModel(rememberedRows: boolean): ReturnType<WidgetHouse['exportModel']> {
    return this.#inTurn(() =>
      exportedModel(this.#family, this.#open().file, this.#standing.champion, rememberedRows, this.#clock()),
    );
  }

  forget(): Promise<WidgetState> {
    return this.#inTurn(async () => {
      const { file, rows, shelf } = this.#open();
      this.#visit(file, []);
      await shelf.write([[MODEL, undefined], [SERVED, undefined], ...rows.clear()]);
      return this.#state();
    });
  }

  /** Stops what is under way, and lets another page keep what is learnt. */
  close(): void {
    this.#ended.abort();
    this.#opened?.shelf.close();
  }

  #visit(model: ModelFile, kept: readonly Change[]): Visit {
    const visit = visitOf(this.#family, model, kept);
    ({ standing: this.#standing, progress: this.#progress, served: this.#served } = visit);
    return visit;
  }
  get #learns(): boolean {
    return this.#settings.learn !== 'off';
  }

  /** `all`: down to fewer than can be learnt; otherwise only whole batches. */
  #learnWaiting(all: boolean): Promise<Learned> {
    return this.#inTurn(async () => {
      let learnt = 0;
      for (;;) {
        const { rows } = this.#open();
        const size = nextBatch(rows.waiting().length, this.#settings.batch, all);
        if (size === 0) break;
        await this.#learnNext(size);
        learnt += size;
        this.#tell({ kind: 'learned', detail: { rows: size, state: this.#state() } });
      }
      return { rows: learnt, state: this.#state() };
    });
  }

  async #learnNext(size: number): Promise<void> {
    const { line, rows } = this.#open();
    await pause();
    const taken = rows.waiting().slice(0, size);
    const served = this.#served;
    const batch = batchOfLabels(line, taken, served);
    const { standing, contested } = await learnBatch(line, this.#standing, batch, this.#ended.signal);
    const { verdict, reason, evidence } = contested.judged;
    const before = [this.#standing, this.#progress, this.#served] as const;
    this.#standing = standing;
    this.#served -= served;
    const learnt = this.#progress.learnt + taken.length;
    this.#progress = { learnt, judgement: { verdict, reason, evidence } };
    try {
      await this.#keepModel(taken.map(([id]) => id));
    } catch (error) {
      [this.#standing, this.#progress, this.#served] = before;
      throw error;
    }
    if (verdict === 'promoted')
      this.#tell({ kind: 'promoted', detail: { version: standing.champion.number, reason } });
  }

  /** Throws `storage-limit` where the model alone is more than may be kept. */
  async #keepModel(learnt: readonly string[]): Promise<void> {
    const { rows } = this.#open();
    const model = keptModel(this.#standing, this.#progress);
    const most = this.#settings.storageLimit;
    if (bytesOf(model) > most)
      throw refused(
        'storage-limit',
        `the versions take ${bytesOf(model)} bytes, more than the ${most} that may be kept here; nothing was learnt: raise storage-limit`,
      );
    await pause();
    await this.#write([
      [MODEL, model],
      [SERVED, this.#served],
      ...rows.remove(learnt),
      ...this.#pruned(bytesOf(model)),
    ]);
  }

  #pruned(modelBytes = 0): readonly Change[] {
    const { memoryRows, storageLimit } = this.#settings;
    return this.#open().rows.prune(memoryRows, storageLimit - modelBytes);
  }

  /** What cannot be kept is told. */
  async #write(changes: readonly Change[]): Promise<void> {
    const { shelf } = this.#open();
    const before = shelf.keeping;
    await shelf.write(changes);
    if (shelf.keeping !== before) this.#tell({ kind: 'state', state: this.#state() });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #open(): Opened {
    if (this.#opened) return this.#opened;
    throw refused('not-ready', 'no model is open yet: wait for the event "ready"');
  }
  #requireLearning(): void {
    if (!this.#learns)
      throw refused('learning-off', 'this model does not learn here: set learn to "auto" or "call"');
  }
  #state(): WidgetState {
    const { shelf, rows, engine } = this.#open();
    const { champion, challenger } = this.#standing;
    return {
      version: champion.number,
      waiting: rows.waiting().length,
      challenger: challenger?.number ?? null,
      keeping: shelf.keeping,
      engine,
      ...this.#progress,
    };
  }
}
