import { pause } from '../../src/core/clock.ts';
import { isEvidence, type LabelOrigin } from '../../src/core/feedback.ts';
import type { TakenUpLearner } from '../../src/core/learner.ts';
import { type Batch, takeBatchRows } from '../../src/core/matrix.ts';
import { unwatched } from '../../src/core/progress.ts';
import { ROLES, type Role, type Trial } from '../../src/core/records.ts';
import type { Target, Task } from '../../src/core/schema.ts';
import { rowLosses } from '../../src/flow/evaluate/row-losses.ts';
import { rowSurprise } from '../../src/flow/evaluate/row-surprise.ts';
import { originWeights } from '../../src/flow/learn/origin-weights.ts';
import { newTrial, type RowScores } from '../../src/flow/learn/trial.ts';
import { learnOnRoles } from '../../src/flow/select/split.ts';
import {
  contest,
  type Contested,
  JUDGE_SHARE,
  MOST_SEGMENTS,
  type Update,
} from '../../src/workspace/contest.ts';
import type { Anchored, Scores } from '../../src/workspace/judging.ts';
import { type Family, loadLearner } from './family.ts';

/** So that a page that learns by itself still draws, and a prediction does not wait. */
const SLICE_MS = 4;

/** Fewer labels wait: they are too few to learn from and to judge by. */
const FEWEST_LABELS = 10;

/** How many of the labels that wait are learnt next; `all`: as many as can be, in batches of about the same size. */
export function nextBatch(waiting: number, batch: number, all: boolean): number {
  if (waiting < (all ? FEWEST_LABELS : batch)) return 0;
  return all ? Math.ceil(waiting / Math.max(1, Math.floor(waiting / batch))) : batch;
}

/** A version that answers, or wants to. */
export interface Contender {
  readonly learner: TakenUpLearner;
  readonly number: number;
  /** Rows that judged earlier versions of its line, which were never learnt. */
  readonly anchor: readonly (Batch & Anchored)[];
}

/** What decides between versions. */
export interface Standing {
  readonly champion: Contender;
  readonly challenger: Contender | null;
  readonly trial: Trial;
  /** How often the champion erred when that was last measured. */
  readonly errorRate: number | null;
  /** Whether the champion came with the file: its anchor are the rows that judged its challengers, none of which it has learnt. */
  readonly isShipped: boolean;
  /** The losses of the shipped champion where it was made, until its error has risen. */
  readonly expected: Float64Array | null;
  /** The highest number that a version has. */
  readonly lastNumber: number;
}

/** Labelled rows that are learnt at once. */
export interface NewBatch extends Batch {
  readonly origins: readonly LabelOrigin[];
  /** Of how many predictions the labels are answers; null where nobody counted. */
  readonly served: number | null;
}

/**
 * A batch is learnt as in the app: the same contest decides on the same rows, and the names move alike. Throws
 * `too-few-rows` for fewer than 10.
 */
export async function learnBatch(
  { target: { task }, family }: { readonly target: Target; readonly family: Family },
  before: Standing,
  batch: NewBatch,
  signal: AbortSignal,
): Promise<{ readonly standing: Standing; readonly contested: Contested<Update<TakenUpLearner>> }> {
  const { champion, challenger } = before;
  const mayJudge = batch.origins.map(isEvidence);
  const roles = learnOnRoles(mayJudge, JUDGE_SHARE);
  const rows = (role: Role | null, onlyEvidence: boolean): Batch | null => {
    const taken = Uint32Array.from(roles.keys()).filter(
      (row) => (role === null || roles[row] === ROLES.indexOf(role)) && (!onlyEvidence || mayJudge[row]),
    );
    return taken.length > 0 ? takeBatchRows(batch, taken) : null;
  };
  const judging = rows('judge', true);
  const number = before.lastNumber + 1;
  const contested = await contest<TakenUpLearner, Batch, Update<TakenUpLearner>>({
    task,
    champion: champion.learner,
    standing: challenger?.learner ?? null,
    anchor: champion.anchor.slice(-MOST_SEGMENTS),
    expected: before.expected,
    trial: before.trial,
    errorRate: before.errorRate,
    rows: {
      training: rows('train', false)!,
      evidence: { labelled: rows(null, true), training: rows('train', true), judging },
    },
    scores: scoresFor(task),
    update: async (parent, { hasConceptChanged, errorRate }) => {
      await pause();
      const model = loadLearner(family, parent.save());
      const training = Uint32Array.from(roles.keys()).filter((row) => roles[row] === ROLES.indexOf('train'));
      const origins = Array.from(training, (row) => batch.origins[row]!);
      const weights = originWeights(origins, { served: batch.served, errorRate }, model.replayRatio);
      const context = { ...unwatched, signal, sliceMs: SLICE_MS };
      const run = { seed: number, engine: 'reference', hasConceptChanged, context } as const;
      await pause();
      await model.update({ ...takeBatchRows(batch, training), weights }, run);
      await pause();
      return { model };
    },
  });
  const { updated, rise, judged } = contested;
  const since = (anchor: Contender['anchor']) =>
    anchor.map((segment) => (rise === null ? segment : { ...segment, holds: false }));
  const judges = judging ? [{ ...judging, tableId: String(number), holds: true }] : [];
  const ownAnchor = before.isShipped ? [] : champion.anchor;
  const grownBy = (anchor: Contender['anchor']) => [...since(anchor), ...judges].slice(-MOST_SEGMENTS);
  const grown: Contender = {
    learner: updated.model,
    number,
    anchor: grownBy(challenger?.anchor ?? ownAnchor),
  };
  const isPromoted = judged.verdict === 'promoted';
  const standing: Standing = {
    champion: isPromoted
      ? grown
      : { ...champion, anchor: before.isShipped ? grownBy(champion.anchor) : since(champion.anchor) },
    challenger: judged.verdict === 'unproven' ? grown : null,
    trial: isPromoted ? newTrial : judged.trial,
    errorRate: isPromoted ? (judged.judging?.challenger ?? null) : before.errorRate,
    isShipped: before.isShipped && !isPromoted,
    expected: isPromoted || rise !== null ? null : before.expected,
    lastNumber: number,
  };
  return { standing, contested };
}

/** The challenger answers from now on, without proof. */
export function promoted(before: Standing, challenger: Contender): Standing {
  return {
    ...before,
    champion: challenger,
    challenger: null,
    trial: newTrial,
    errorRate: null,
    isShipped: false,
    expected: null,
  };
}

/** Each pair of model and rows is computed once. */
function scoresFor(task: Task): Scores<TakenUpLearner, Batch> {
  const known = new Map<TakenUpLearner, Map<Batch, RowScores>>();
  const of = (model: TakenUpLearner, rows: Batch): RowScores => {
    const ofModel = known.get(model) ?? new Map<Batch, RowScores>();
    known.set(model, ofModel);
    const scores = ofModel.get(rows) ?? scoresOf(task, model, rows);
    ofModel.set(rows, scores);
    return scores;
  };
  return {
    ofAll: async (model, segments) => {
      const parts: RowScores[] = [];
      for (const rows of segments) {
        await pause();
        parts.push(of(model, rows));
      }
      return {
        errors: Float64Array.from(parts.flatMap(({ errors }) => [...errors])),
        surprise: Float64Array.from(parts.flatMap(({ surprise }) => [...surprise])),
      };
    },
  };
}

function scoresOf(task: Task, model: TakenUpLearner, { x, y }: Batch): RowScores {
  const prediction = model.predict(x);
  return { errors: rowLosses(task, prediction, y), surprise: rowSurprise(task, prediction, y) };
}
