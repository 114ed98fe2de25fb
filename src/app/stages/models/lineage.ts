import type { Id, ModelVersion } from '../../../core/records.ts';

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

/**
 * A family of versions as lanes, newest first: the first child goes on in its parent's lane, every other one opens a
 * lane of its own; a lane is free again above its last version.
 *
 * @param versions oldest first; a parent that is not among them is left out
 */
export function lineageRows(versions: readonly Node[]): readonly LineageRow[] {
  const order = new Map(versions.map(({ id }, index) => [id, index]));
  const children = new Map<Id, Id[]>();
  const parentOf = new Map<Id, Id>();
  for (const { id, parents } of versions) {
    const parent = parents.find((each) => order.has(each));
    if (parent === undefined) continue;
    parentOf.set(id, parent);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const lanes = assignLanes(versions, parentOf, children, order);
  return versions
    .map(({ id }, row): LineageRow => {
      const own = children.get(id) ?? [];
      const passing = [...parentOf]
        .filter(([child, parent]) => order.get(parent)! < row && row < order.get(child)!)
        .map(([child]) => lanes.get(child)!);
      const lane = lanes.get(id)!;
      const above = own.map((child) => lanes.get(child)!);
      return {
        id,
        lane,
        hasChild: above.includes(lane),
        hasParent: parentOf.has(id),
        passing: [...new Set(passing)],
        branches: above.filter((each) => each !== lane),
      };
    })
    .reverse();
}

function assignLanes(
  versions: readonly Node[],
  parentOf: ReadonlyMap<Id, Id>,
  children: ReadonlyMap<Id, readonly Id[]>,
  order: ReadonlyMap<Id, number>,
): ReadonlyMap<Id, number> {
  const lanes = new Map<Id, number>();
  /** By lane, the row up to which it is taken. */
  const takenUntil: number[] = [];
  const lastRow = (id: Id): number => {
    let last = id;
    for (let next = children.get(last)?.[0]; next !== undefined; next = children.get(last)?.[0]) last = next;
    return order.get(last)!;
  };
  for (const { id } of versions) {
    const parent = parentOf.get(id);
    if (parent !== undefined && children.get(parent)![0] === id) {
      lanes.set(id, lanes.get(parent)!);
      continue;
    }
    const from = order.get(parent ?? id)!;
    const free = takenUntil.findIndex((until) => until < from);
    const lane = free === -1 ? takenUntil.length : free;
    takenUntil[lane] = lastRow(id);
    lanes.set(id, lane);
  }
  return lanes;
}
