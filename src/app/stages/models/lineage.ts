import type { Id } from '../../../core/ids.ts';
import type { ModelVersion } from '../../../core/records.ts';

type Node = Pick<ModelVersion, 'id' | 'parents'>;

/** What is drawn beside one version: its dot, the lanes that pass, and where other lanes branch off. */
export interface LineageRow {
  readonly id: Id;
  readonly lane: number;
  /** Whether a line leaves the dot upwards, to a newer version, and downwards, to its parent. */
  readonly hasChild: boolean;
  readonly hasParent: boolean;
  /** Lanes that run through this row without stopping. */
  readonly passing: readonly number[];
  /** Lanes that begin here: they leave the dot sideways and go up. */
  readonly branches: readonly number[];
}

/** Lanes that are drawn side by side: a family with more branches at once shares the last one. */
export const MOST_LANES = 6;

/**
 * A family of versions as lanes, newest first: the first child goes on in its parent's lane, every other one opens a
 * lane of its own; a lane is free again above its last version.
 *
 * @param versions oldest first; a parent that is not among those before, as after a clock was set back, is left out
 */
export function lineageRows(versions: readonly Node[]): readonly LineageRow[] {
  const order = new Map(versions.map(({ id }, index) => [id, index]));
  const parentOf = versions.map(({ parents }, row) =>
    parents.map((id) => order.get(id)).find((at) => at !== undefined && at < row),
  );
  const children: number[][] = versions.map(() => []);
  parentOf.forEach((parent, row) => {
    if (parent !== undefined) children[parent]!.push(row);
  });
  const lanes = assignLanes(parentOf, children);
  const rows: LineageRow[] = [];
  /** By drawn lane, the row that its line comes down from. */
  const until: number[] = Array.from({ length: MOST_LANES }, () => -1);
  versions.forEach(({ id }, row) => {
    const above = children[row]!.map((child) => lanes[child]!);
    const lane = lanes[row]!;
    rows.push({
      id,
      lane,
      hasChild: above.includes(lane),
      hasParent: parentOf[row] !== undefined,
      passing: until.flatMap((last, each) => (last > row ? [each] : [])),
      branches: [...new Set(above)].filter((each) => each !== lane),
    });
    for (const child of children[row]!) {
      const drawn = lanes[child]!;
      until[drawn] = Math.max(until[drawn]!, child);
    }
  });
  return rows.reverse();
}

/** The lane of each version, at most the last one that is drawn. */
function assignLanes(
  parentOf: readonly (number | undefined)[],
  children: readonly (readonly number[])[],
): readonly number[] {
  /** Down the first children of each version, the newest one. */
  const newest: number[] = [];
  for (let row = parentOf.length - 1; row >= 0; row--) {
    const heir = children[row]![0];
    newest[row] = heir === undefined ? row : newest[heir]!;
  }
  const lanes: number[] = [];
  /** By lane, the row up to which it is taken. */
  const takenUntil: number[] = [];
  parentOf.forEach((parent, row) => {
    if (parent !== undefined && children[parent]![0] === row) {
      lanes.push(lanes[parent]!);
      return;
    }
    const free = takenUntil.findIndex((until) => until < (parent ?? row));
    const lane = free === -1 ? Math.min(takenUntil.length, MOST_LANES - 1) : free;
    takenUntil[lane] = Math.max(takenUntil[lane] ?? -1, newest[row]!);
    lanes.push(lane);
  });
  return lanes;
}
