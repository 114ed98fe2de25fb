import type { Json } from '../../../core/json.ts';
import type { CategoryNames } from './foreign-trees.ts';
import type { JsonShape } from './json-shape.ts';

/**
 * The labels of categories that XGBoost has kept (from 3.1 on): numbers, or texts as their bytes, one behind the other. Beyond ASCII it cuts them
 * wrongly (3.2 counts characters, not bytes): such a feature comes without labels, and stands in `damaged`, with the number of its
 * categories.
 */
/** More than arguments of one call may be, and less than any table's labels. */
const MOST_CHARACTERS = 60_000;

export function readXgboostCategories(
  cats: Json,
  features: readonly string[],
  shape: JsonShape,
  refuse: (what: string) => never,
): {
  readonly labels: Readonly<Record<string, CategoryNames>>;
  readonly damaged: ReadonlyMap<string, number>;
} {
  const damaged = new Map<string, number>();
  const columns = shape.list(shape.at(cats, 'enc') ?? [], 'cats.enc');
  if (columns.length > features.length)
    refuse(`"cats.enc" tells of ${columns.length} features; there are ${features.length}`);
  const named = columns.flatMap((column, at) => {
    const place = `cats.enc[${at}]`;
    const values = shape.numbers(shape.at(column, 'values') ?? [], `${place}.values`);
    if (values.length === 0) return [];
    if (shape.at(column, 'offsets') === undefined) return [entryOf(at, values.map(String))];
    const offsets = shape.numbers(shape.at(column, 'offsets'), `${place}.offsets`);
    if (values.some((byte) => byte < 0 || byte > 127)) {
      damaged.set(features[at]!, offsets.length - 1);
      return [];
    }
    const text = String.fromCharCode(...values.slice(0, MOST_CHARACTERS));
    return [
      entryOf(
        at,
        offsets.slice(1).map((end, label) => {
          const start = offsets[label]!;
          return start >= 0 && start <= end && end <= text.length
            ? text.slice(start, end)
            : refuse(`label ${label} of "${place}" lies beyond its ${text.length} characters`);
        }),
      ),
    ];
  });
  return { labels: Object.fromEntries(named), damaged };

  function entryOf(at: number, labels: readonly string[]): readonly [string, CategoryNames] {
    if (labels.length === 0 || new Set(labels).size < labels.length)
      refuse(`"cats.enc[${at}]" has no label, or one twice`);
    return [features[at]!, { labels, hasOther: false, hasMissing: false }];
  }
}
