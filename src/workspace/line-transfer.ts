import type { Baseline } from '../core/evaluation.ts';
import type { Id } from '../core/ids.ts';
import type { Judgement, ModelVersion, Transfer } from '../core/records.ts';
import { transferOf } from '../math/metrics/transfer.ts';
import { MOST_SEGMENTS } from './contest.ts';
import type { House } from './house.ts';

/** An update of a line of versions: which table it learnt, and how it was judged. */
export interface LineStep {
  readonly tableId: Id;
  /** Null for a version that was trained from scratch: nothing was compared then. */
  readonly judgement: Pick<Judgement, 'championId' | 'judging' | 'shadow' | 'anchor'> | null;
  /** Absent before the version is kept. */
  readonly versionId?: Id;
}

/** The updates that led to a version, oldest first, as far as they are still there and may still count. */
export async function lineTo({ store }: House, version: ModelVersion): Promise<readonly LineStep[]> {
  const steps: LineStep[] = [];
  let next: ModelVersion | undefined = version;
  while (next && steps.length <= MOST_SEGMENTS) {
    const { id, judgement, parents, splits }: ModelVersion = next;
    const split = await store.get('split', splits.at(-1) ?? '');
    if (split) steps.push({ tableId: split.tableId, judgement, versionId: id });
    next = parents[0] === undefined ? undefined : await store.get('version', parents[0]);
  }
  return steps.reverse();
}

/**
 * Forgetting, backward and forward transfer after an update of a classifier: a task for each table of its anchor, and one for the rows that it has
 * just learnt. What was measured of earlier versions of its line stands in their judgements; of rows before they were learnt, the
 * version that was to learn them is known.
 *
 * @param line the updates before this one, oldest first.
 * @param baseline what answers without any feature: forward transfer is the gain on it.
 * @returns null for a regression, and where there is no earlier task, or no row judged this one.
 */
export function lineTransfer(line: readonly LineStep[], step: LineStep, baseline: Baseline): Transfer | null {
  const { judgement } = step;
  if (!judgement?.judging || judgement.judging.loss !== 'error-rate' || baseline.kind !== 'majority')
    return null;
  const tasks = [...judgement.anchor.map(({ tableId }) => tableId), step.tableId];
  if (tasks.length < 2) return null;
  const steps = [...line, step];
  const stepOf = (task: Id): number => steps.findLastIndex(({ tableId }) => tableId === task);
  const matrix = tasks.map((task, i) =>
    // Of the next task, what the version made of it that was about to learn it: others may have come in between.
    tasks.map((other, j) => accuracyOn(steps, j === i + 1 ? stepOf(other) - 1 : stepOf(task), other)),
  );
  return transferOf(
    matrix,
    tasks.map(() => Math.max(...baseline.prior)),
  );
}

/** What the version of this step made of the rows of a table that it had not learnt; null where nobody looked. */
function accuracyOn(steps: readonly LineStep[], at: number, tableId: Id): number | null {
  const step = steps[at];
  if (!step) return null;
  const { judgement, versionId, tableId: own } = step;
  if (judgement) {
    if (own === tableId && judgement.judging) return 1 - judgement.judging.challenger;
    const segment = judgement.anchor.find((each) => each.tableId === tableId);
    if (segment) return 1 - segment.comparison.challenger;
  }
  const after = steps[at + 1]?.judgement;
  if (!after) return null;
  const isChampion = after.championId === versionId;
  if (steps[at + 1]!.tableId === tableId) {
    if (after.shadow) return 1 - after.shadow.challenger;
    return isChampion && after.judging ? 1 - after.judging.champion : null;
  }
  const segment = after.anchor.find((each) => each.tableId === tableId);
  return isChampion && segment ? 1 - segment.comparison.champion : null;
}
