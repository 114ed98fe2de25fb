import { isEvidence, type LabelOrigin } from '../../core/feedback.ts';

/** What is known of the predictions to which the labels are answers. */
export interface Served {
  /** How many predictions were served while these labels came in, answered or not; null where nobody counted. */
  readonly served: number | null;
  /** The share of its answers that the model was known to get wrong; null where that was never measured, or for a regression. */
  readonly errorRate: number | null;
}

/** A volunteered label teaches a little at least, however many predictions nobody answered. */
const LEAST_WEIGHT = 0.1;

/**
 * How much each new row counts in an update, beside a remembered row, which counts 1.
 *
 * Rows whose labels do not depend on what was predicted (full batches, audits) are a fair sample and count 1. People
 * answer as they please: they correct mostly mistakes and leave alone what is right, so that volunteered labels would teach
 * that the model errs more than it does. The way out is Horvitz & Thompson's (1952): what is represented too often
 * counts less. Of `served` predictions each is one part in `served` of what the model is for; so each of the answers
 * together with its like counts as that part of all that the update learns, and the rest, for which nobody gave a label, is
 * represented by the remembered rows and the fair sample:
 *
 *     w = (fair + replayed) / (served - answers), at most 1, at least .1
 *
 * Then corrections weigh corrections / served of the update, which is their share of what was served. Where nobody counted
 * what was served, the number follows from how often the model errs: every mistake was corrected, as far as is known, so
 * served = corrections / errorRate. Where that is not known either, an answer counts 1. The lower bound trades a little
 * bias for labels that are not wasted (Ionides, "Truncated importance sampling", 2008, bounds from the other side).
 *
 * Measured over five seeds, three rounds of 500 predictions whose mistakes alone were corrected and learnt, on the next 2,000
 * rows: where nothing had changed, a network on SEA fell from .866 to .752 with weights of 1 and came to .868 with these (on
 * Agrawal from .882 to .843, and .885); after an abrupt change SEA rose from .724 to .810 and .814, Agrawal from .463
 * to .790 and .741.
 *
 * @param origins of each new row // (rows)
 * @param replayRatio remembered rows that are learnt for each new one
 * @returns null where every row counts 1 // (rows)
 * @example
 * // 1 correction among 10 predictions, and 1 remembered row beside it: a ninth, so that it is a tenth of both.
 * originWeights(['correction'], { served: 10, errorRate: null }, 1) // Float32Array [0.111...]
 */
export function originWeights(
  origins: readonly LabelOrigin[],
  { served, errorRate }: Served,
  replayRatio: number,
): Float32Array<ArrayBuffer> | null {
  const fair = origins.filter(isEvidence).length;
  const answers = origins.length - fair;
  const corrections = origins.filter((origin) => origin === 'correction').length;
  const predictions = served ?? (errorRate === null ? answers : corrections / errorRate);
  const unanswered = Math.max(0, predictions - answers);
  const weight = Math.min(1, Math.max(LEAST_WEIGHT, (fair + replayRatio * origins.length) / unanswered));
  if (answers === 0 || weight === 1) return null;
  return Float32Array.from(origins, (origin) => (isEvidence(origin) ? 1 : weight));
}
