import type { Tree } from '../../../core/trees.ts';
import { floorFloat32 } from '../../../math/float32.ts';
import type { CategorySets } from './category-sets.ts';
import { treesUnsupported } from './failures.ts';
import { gatherTree } from './gather-tree.ts';

/** The bits of a node's decision_type, and the two above them: what is missing. */
export const CATEGORY_BIT = 1;
export const DEFAULT_LEFT_BIT = 2;
const MISSING_SHIFT = 2;
const MISSING_NONE = 0;
const MISSING_ZERO = 1;
export const MISSING_NAN = 2;

/** What parts missing values from all others has no number as its threshold. */
const LIMITS = { inf: Number.MAX_VALUE };

export interface LightgbmReading {
  readonly sets: CategorySets;
  readonly refuse: (what: string) => never;
}

/**
 * One tree of LightGBM. A threshold of 64 bits becomes the largest Float32 up to it: every Float32 goes where it went. Where a node knows no missing
 * values, one counts as 0; a missing category goes right.
 *
 * @param place its name within the file, for messages
 */
export function readLightgbmTree(
  fields: ReadonlyMap<string, string>,
  place: string,
  features: number,
  { sets, refuse }: LightgbmReading,
): Tree {
  if (count('is_linear', 0) === 1)
    throw treesUnsupported(
      'lightgbm',
      'it has linear models in its leaves',
      'train it with linear_tree=false',
    );
  const leaves = count('num_leaves');
  if (leaves < 1) refuse(`"${place}" has no leaf`);
  const nodes = leaves - 1;
  const values = numbers('leaf_value', leaves);
  const leafCounts = fields.get('leaf_count')
    ? numbers('leaf_count', leaves)
    : new Array<number>(leaves).fill(0);
  const asked = numbers('split_feature', nodes);
  const thresholds = numbers('threshold', nodes, LIMITS);
  const lefts = numbers('left_child', nodes);
  const rights = numbers('right_child', nodes);
  const gains = fields.get('split_gain') ? numbers('split_gain', nodes) : new Array<number>(nodes).fill(0);
  const decisions = fields.has('decision_type')
    ? numbers('decision_type', nodes)
    : new Array<number>(nodes).fill(0);
  const setCount = count('num_cat', 0);
  const bounds = setCount > 0 ? numbers('cat_boundaries', setCount + 1) : [0];
  const words = setCount > 0 ? numbers('cat_threshold', bounds.at(-1)!) : [];
  return gatherTree(
    nodes > 0 ? 0 : ~0,
    (node) => {
      if (!Number.isInteger(node) || node >= nodes || ~node >= leaves)
        refuse(`a node of "${place}" has the child ${node}; it has ${nodes} nodes and ${leaves} leaves`);
      if (node < 0) return { kind: 'leaf', value: values[~node]!, count: leafCounts[~node]! };
      const feature = asked[node]!;
      if (!(Number.isInteger(feature) && feature >= 0 && feature < features))
        refuse(`"${place}" asks for the feature ${feature}; they go from 0 to ${features - 1}`);
      const decision = decisions[node]!;
      const split = {
        kind: 'split',
        feature,
        gain: gains[node]!,
        left: lefts[node]!,
        right: rights[node]!,
      } as const;
      if ((decision & CATEGORY_BIT) !== 0)
        return { ...split, threshold: NaN, set: setOf(thresholds[node]!), isMissingLeft: false };
      const missing = (decision >> MISSING_SHIFT) & 3;
      if (missing === MISSING_ZERO)
        throw treesUnsupported(
          'lightgbm',
          'it takes every 0 for a missing value',
          'train it with zero_as_missing=false',
        );
      const threshold = floorFloat32(thresholds[node]!);
      if (!Number.isFinite(threshold))
        refuse(`"${place}" has the threshold ${thresholds[node]}, below every number of 32 bits`);
      const isMissingLeft =
        missing === MISSING_NONE ? thresholds[node]! >= 0 : (decision & DEFAULT_LEFT_BIT) !== 0;
      return { ...split, threshold, set: null, isMissingLeft };
    },
    (what) => refuse(`"${place}" is no tree: ${what}`),
  );

  /** A node's threshold is the number of its set. */
  function setOf(number: number): Uint32Array<ArrayBuffer> {
    const [start, end] = [bounds[number], bounds[number + 1]];
    if (
      start === undefined ||
      end === undefined ||
      !Number.isInteger(start) ||
      start < 0 ||
      start > end ||
      end > words.length
    )
      return refuse(`"${place}" has no set of categories ${number}`);
    const set = sets.taken(Math.max(1, end - start));
    for (let at = start; at < end; at++) set[at - start] = words[at]!;
    return set;
  }

  function count(key: string, otherwise?: number): number {
    const text = fields.get(key);
    if (text === undefined && otherwise !== undefined) return otherwise;
    const number = Number(text || NaN);
    return Number.isSafeInteger(number) && number >= 0
      ? number
      : refuse(`"${key}" of "${place}" is "${(text ?? '').slice(0, 40)}", where a count belongs`);
  }

  function numbers(
    key: string,
    length: number,
    words: Readonly<Record<string, number>> = {},
  ): readonly number[] {
    const text = fields.get(key);
    const parts = text ? text.split(' ') : [];
    if (parts.length !== length) refuse(`"${key}" of "${place}" has ${parts.length} numbers, not ${length}`);
    return parts.map((part) => {
      const number = Object.hasOwn(words, part) ? words[part]! : Number(part || NaN);
      return Number.isFinite(number)
        ? number
        : refuse(`"${key}" of "${place}" holds "${part.slice(0, 40)}", where a number belongs`);
    });
  }
}
