import { Random } from '../../core/random.ts';

/**
 * Whether a prediction is drawn to be asked for its label, whatever it says: then the label shows how good the model is.
 *
 * It follows from the prediction's id alone, which is made before its row is looked at, so that the draw can depend neither on
 * the row nor on the answer, and is the same however often it is asked.
 *
 * @param rate the share of predictions that are drawn, 0 to 1
 * @example
 * isDrawnForAudit('01JD0000000000000000000000', 0) // false
 * isDrawnForAudit('01JD0000000000000000000000', 1) // true
 */
export function isDrawnForAudit(predictionId: string, rate: number): boolean {
  return new Random(hashOf(predictionId)).uniform() < rate;
}

/** FNV-1a, 32 bits (Fowler, Noll & Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
