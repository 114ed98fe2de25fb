import { PerennialError } from '../../core/errors.ts';
import type { ColumnProfile } from '../../core/profile.ts';

/** Which column a feature of a file is, where its name does not tell; by the features' names. */
export type GivenColumns = Readonly<Record<string, string>>;

/** Of more features a person cannot tell one by one which columns they are. */
const MOST_BY_HAND = 100;

/**
 * The column of each feature: the one that was given, the one of its name, or the one of that name but for blanks and brackets, which other systems write
 * as "_". Null where there is none.
 */
export function matchColumns(
  features: readonly string[],
  columns: readonly ColumnProfile[],
  given: GivenColumns,
): readonly (ColumnProfile | null)[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return features.map((feature) => {
    if (Object.hasOwn(given, feature)) return byName.get(given[feature]!) ?? null;
    const same = byName.get(feature);
    if (same) return same;
    const alike = columns.filter(({ name }) => plain(name) === plain(feature));
    return alike.length === 1 ? alike[0]! : null;
  });
}

/**
 * The same, for a person to complete: columns in the table's order where the file has no names for as many features, and null where one is to be chosen.
 *
 * @throws PerennialError `missing-column` where that is too much to ask
 */
export function proposeColumns(
  features: readonly string[],
  columns: readonly ColumnProfile[],
  targetColumn: string,
  given: GivenColumns,
): { readonly found: readonly (ColumnProfile | null)[]; readonly isByOrder: boolean } {
  const found = matchColumns(features, columns, given);
  const missing = features.filter((_, at) => found[at] === null);
  if (missing.length === features.length && areNameless(features) && features.length === columns.length)
    return { found: columns, isByOrder: true };
  const free = columns.length - new Set(found.filter((column) => column !== null)).size;
  const isTooMuch = missing.length > Math.min(free, MOST_BY_HAND);
  if (isTooMuch || missing.includes(targetColumn)) throw lackOfColumns(features, missing, targetColumn);
  return { found, isByOrder: false };
}

export function lackOfColumns(
  features: readonly string[],
  missing: readonly string[],
  targetColumn: string,
): PerennialError {
  const named = missing.slice(0, 8).map((name) => `"${name}"`);
  if (missing.length > named.length) named.push(`${missing.length - named.length} more`);
  const wayOut = areNameless(missing)
    ? 'the file has no names for its features: train on a table whose columns have names'
    : missing.includes(targetColumn)
      ? `"${targetColumn}" is what is predicted here: choose another target`
      : 'rename columns of the table, or bring one that has them';
  return new PerennialError(
    'missing-column',
    `the table has no column for ${missing.length} of the file's ${features.length} features: ${named.join(', ')}; ${wayOut}`,
    { stage: 'deploy', details: { missing: missing.join(', ').slice(0, 400) } },
  );
}

/** Whether they are only counted: "f0" by XGBoost, "Column_0" by LightGBM. */
function areNameless(features: readonly string[]): boolean {
  return features.every((name) => /^(f|Column_)\d+$/u.test(name));
}

function plain(name: string): string {
  return name.replace(/[\s[\]<]/gu, '_');
}
