import type { AnswerReasons } from '../core/answer-reasons.ts';
import { PerennialError } from '../core/errors.ts';
import type { LabelledRow, LabelOrigin } from '../core/feedback.ts';
import type { Id } from '../core/ids.ts';
import type { Importance } from '../core/importance.ts';
import type { EventKind, EventRecord, ModelVersion } from '../core/records.ts';
import type {
  Deletion,
  Jobs,
  ProjectView,
  RowPrediction,
  TargetSuggestion,
  TreeFormat,
  Workspace,
} from '../workspace/api.ts';
import { type ImportOptions, importRequest } from './import-request.ts';
import { type ImportTreesOptions, importTreesRequest } from './import-trees-request.ts';
import { labelledRows } from './labelled-rows.ts';
import { newestTable } from './newest-table.ts';
import type {
  ExplainOptions,
  ExportModelOptions,
  ExportOptions,
  LaterRows,
  LearnOptions,
  VersionChoice,
} from './project-options.ts';
import { cellsOf, type Row } from './rows.ts';
import { type Source, sourceFile } from './source.ts';
import { type TrainOptions, trainRequest } from './train-request.ts';
import { type Watch, watchOf } from './watch.ts';

/** One project: its tables, the models that learnt from them, and the names that point at these. */
export class Project {
  readonly id: Id;
  readonly #workspace: Workspace;

  /** Made by an open house. */
  constructor(workspace: Workspace, id: Id) {
    this.#workspace = workspace;
    this.id = id;
  }

  /** What is in it: tables, splits, versions, and which of these is the champion. */
  describe(): Promise<ProjectView> {
    return this.#workspace.project(this.id);
  }

  async rename(name: string): Promise<void> {
    await this.#workspace.renameProject(this.id, name);
  }

  /** One more table. */
  async add(source: Source, options: ImportOptions = {}): Promise<Jobs['import']['result']> {
    return this.#workspace.run('import', importRequest(source, options, this.id), watchOf(options));
  }

  /** What follows if this column of the newest table is predicted; without a column, of the one that looks like it. */
  async describeTarget(column?: string): Promise<TargetSuggestion> {
    const table = newestTable(await this.describe());
    return column === undefined
      ? this.#workspace.suggestTarget(table.id)
      : this.#workspace.describeTarget(table.id, column);
  }

  /** From the newest table to an evaluated model; the project's first one becomes its champion. */
  async train(options: TrainOptions = {}): Promise<Jobs['train']['result']> {
    const request = await trainRequest(this.#workspace, await this.describe(), options);
    return this.#workspace.run('train', request, watchOf(options));
  }

  /** All versions, oldest first. */
  async versions(): Promise<readonly ModelVersion[]> {
    return (await this.describe()).versions;
  }

  /** The version that answers. Throws `no-champion` before the first training. */
  async champion(): Promise<ModelVersion> {
    const { aliases, versions, project } = await this.describe();
    const champion = versions.find(({ id }) => id === aliases.champion?.versionId);
    if (champion) return champion;
    throw new PerennialError('no-champion', `there is no model in "${project.name}" yet; train one first`, {
      stage: 'workspace',
    });
  }

  /**
   * What the model makes of a row, or of each of several. Each answer is kept as an event of the project, so that its label
   * can come later.
   *
   * Throws `cell` for one that is not of its column's kind.
   */
  async predict(row: Row, choice?: VersionChoice): Promise<RowPrediction>;
  async predict(rows: readonly Row[], choice?: VersionChoice): Promise<readonly RowPrediction[]>;
  async predict(
    asked: Row | readonly Row[],
    choice: VersionChoice = {},
  ): Promise<RowPrediction | readonly RowPrediction[]> {
    const version = await this.#versionOf(choice);
    const ask = (row: Row) => this.#workspace.predictRow(version, cellsOf(row));
    if (!isMany(asked)) return ask(asked);
    const answers: RowPrediction[] = [];
    for (const row of asked) answers.push(await ask(row));
    return answers;
  }

  /**
   * Why the model answers a row so: what each of its columns adds to the score, from where nothing is known of the row to the answer (exact Shapley
   * values; those of all features that were made from a column are added up). Null of learners that do not consist of trees.
   *
   * Throws `cell` for one that is not of its column's kind, `background` for more than 1,000 rows to compare with.
   */
  async explain(row: Row, options: ExplainOptions = {}): Promise<AnswerReasons | null> {
    const { background = [] } = options;
    return this.#workspace.explainRow(await this.#versionOf(options), cellsOf(row), background.map(cellsOf));
  }

  /**
   * Which columns a version looks at: how much worse it answers rows that taught it nothing when a column's cells are shuffled among them, and, of trees, what their
   * splits gained and how many they are. Kept with the version. Throws `no-rows` where none of its rows are here.
   */
  async importance(options: VersionChoice & Watch = {}): Promise<Importance> {
    const request = { versionId: await this.#versionOf(options) };
    return (await this.#workspace.run('find-importance', request, watchOf(options))).importance;
  }

  /** The same rows as CSV, with a prediction (and its probabilities) beside each: for many at once. */
  async predictFile(
    source: Source,
    options: VersionChoice & Watch = {},
  ): Promise<Jobs['predict-file']['result']> {
    const request = { versionId: await this.#versionOf(options), ...sourceFile(source) };
    return this.#workspace.run('predict-file', request, watchOf(options));
  }

  /** How a version does on labelled rows that it has never seen; nothing of them is kept. */
  async evaluate(
    source: Source,
    options: VersionChoice & LaterRows = {},
  ): Promise<Jobs['evaluate-file']['result']> {
    const { labels = {} } = options;
    const request = { versionId: await this.#versionOf(options), ...sourceFile(source), labels };
    return this.#workspace.run('evaluate-file', request, watchOf(options));
  }

  /**
   * New labelled rows: a challenger goes on from the champion's weights, is judged against it on the last of the rows, and
   * replaces it only once it has proven better. The rows are taken as a full batch, in the order in which they came.
   */
  async learnOn(source: Source, options: LearnOptions = {}): Promise<Jobs['learn-on']['result']> {
    if (typeof source !== 'string' && !(source instanceof Blob))
      return this.learnRows(labelledRows(source, (await this.champion()).target, options.labels), options);
    const { engine = 'auto', seed = 1, labels = {} } = options;
    const { file, fileName } = sourceFile(source);
    const request = { projectId: this.id, file, fileName, engine, labels, seed };
    return this.#workspace.run('learn-on', request, watchOf(options));
  }

  /**
   * Labelled rows of which each says how its label came to be known. All teach; only full batches and audits are evidence,
   * since people correct mostly mistakes. Without evidence a promotion is by hand.
   */
  async learnRows(
    rows: readonly LabelledRow[],
    options: Omit<LearnOptions, 'labels'> = {},
  ): Promise<Jobs['learn-rows']['result']> {
    const { engine = 'auto', seed = 1 } = options;
    return this.#workspace.run('learn-rows', { projectId: this.id, rows, engine, seed }, watchOf(options));
  }

  /**
   * The true answer to a prediction, kept to be learnt later; tells what it counts as. Throws `unknown-label`, `cell`, and
   * `already-learnt`.
   */
  feedback(eventId: Id, label: LabelledRow['label'], origin: LabelOrigin): Promise<LabelOrigin> {
    return this.#workspace.feedback(eventId, label, origin);
  }

  /** Learns all the feedback that waits, each answer once. Throws `no-feedback`. */
  async learnFeedback(options: Omit<LearnOptions, 'labels'> = {}): Promise<Jobs['learn-feedback']['result']> {
    const { engine = 'auto', seed = 1 } = options;
    return this.#workspace.run('learn-feedback', { projectId: this.id, engine, seed }, watchOf(options));
  }

  /** From now on this share of single predictions is drawn at random, to be asked for its true answer. */
  async setAuditRate(rate: number): Promise<void> {
    await this.#workspace.setAuditRate(this.id, rate);
  }

  /** Makes a version the champion, and keeps the reason. */
  async promote(version: Id, reason: string): Promise<void> {
    await this.#workspace.moveAlias(this.id, 'champion', version, reason);
  }

  /** Back to the champion before this one. Throws `no-rollback` where there is none. */
  async rollback(reason: string): Promise<void> {
    await this.#workspace.rollback(this.id, reason);
  }

  /** All of it as one `.perennial` file; equal projects make equal bytes, unless a passphrase encrypts them. */
  async export(options: ExportOptions = {}): Promise<Jobs['export-project']['result']> {
    const request = { projectId: this.id, passphrase: options.passphrase ?? null };
    return this.#workspace.run('export-project', request, watchOf(options));
  }

  /** One model as a `.perennial` file: for the widget, or for another house. */
  async exportModel(options: ExportModelOptions = {}): Promise<Jobs['export-model']['result']> {
    const { rememberedRows = false, passphrase = null } = options;
    const request = { versionId: await this.#versionOf(options), rememberedRows, passphrase };
    return this.#workspace.run('export-model', request, watchOf(options));
  }

  /**
   * Boosted trees as a file of another system, `xgboost` (JSON) or `lightgbm` (text), and how far it predicts otherwise, which was tried before: on report rows,
   * and on rows at the trees' own thresholds.
   *
   * Features are numbers as they are (yes or no is 1 or 0), NaN where one is missing, and categories by their numbers, whose labels stand in the
   * file. LightGBM adds up the same numbers of 64 bits; XGBoost rounds to 32, so that answers are equal to about 1e-6.
   *
   * Throws `no-trees` for models of other kinds.
   */
  async exportTrees(
    format: TreeFormat,
    options: VersionChoice & Watch = {},
  ): Promise<Jobs['export-trees']['result']> {
    const request = { versionId: await this.#versionOf(options), format };
    return this.#workspace.run('export-trees', request, watchOf(options));
  }

  /**
   * Trees that XGBoost (JSON) or LightGBM (text) has saved become a version, measured on report rows, which can learn on. Their features are matched with the
   * columns by name, or as `matches` says. Whether they have learnt some of the report rows elsewhere, nobody here can know: then their scores are too good.
   *
   * Throws `exchange-unknown`, `exchange-damaged`, `exchange-unsupported`, `missing-column`, `column-kind`, `categories`, `classes` and `target`, each with the way out.
   *
   * @example
   * const perennial = await openPerennial();
   * const rows = Array.from({ length: 200 }, (_, i) => ({ height: i % 40, kind: i % 40 > 20 ? 'oak' : 'birch' }));
   * const project = await perennial.import(rows);
   * await project.train({ target: 'kind', learner: 'boosted-trees' });
   * const { file, parity } = await project.exportTrees('lightgbm');
   * parity.largest // 0
   * const { version } = await project.importTrees(file);
   * version.cause // 'imported'
   * version.evaluation?.scores[0]?.metric // 'accuracy'
   */
  async importTrees(
    file: Blob | string,
    options: ImportTreesOptions = {},
  ): Promise<Jobs['import-trees']['result']> {
    const request = await importTreesRequest(this.#workspace, await this.describe(), file, options);
    return this.#workspace.run('import-trees', request, watchOf(options));
  }

  /** What happened, newest first. */
  events(limit: number, kinds?: readonly EventKind[]): Promise<readonly EventRecord[]> {
    return this.#workspace.events(this.id, limit, kinds);
  }

  /** Deletes it for good, and tells what went. */
  delete(): Promise<Deletion> {
    return this.#workspace.deleteProject(this.id);
  }

  async #versionOf({ version }: VersionChoice): Promise<Id> {
    return version ?? (await this.champion()).id;
  }
}

function isMany(asked: Row | readonly Row[]): asked is readonly Row[] {
  return Array.isArray(asked);
}
