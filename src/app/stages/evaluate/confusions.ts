/** One way in which classes are confused: rows of one class that were taken for another. */
export interface Confusion {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the actual class's rows. */
  readonly share: number;
}

/**
 * The most frequent mistakes of a confusion matrix // (actual, predicted).
 *
 * @example
 * topConfusions([[8, 2], [0, 5]], 3) // [{ actual: 0, predicted: 1, count: 2, share: 0.2 }]
 */
export function topConfusions(matrix: readonly (readonly number[])[], limit: number): readonly Confusion[] {
  return matrix
    .flatMap((row, actual) => {
      const total = sum(row);
      return row.flatMap((count, predicted) =>
        count > 0 && predicted !== actual ? [{ actual, predicted, count, share: count / total }] : [],
      );
    })
    .sort((a, b) => b.count - a.count || b.share - a.share)
    .slice(0, limit);
}

/** The share of its actual class that a cell holds; 0 where the class has no rows. */
export function rowShare(row: readonly number[], predicted: number): number {
  const total = sum(row);
  return total === 0 ? 0 : (row[predicted] ?? 0) / total;
}

/** The cell to which a key leads from another; null where it leads nowhere. */
export function cellAfter(
  key: string,
  { actual, predicted }: Pick<Confusion, 'actual' | 'predicted'>,
  classes: number,
): Pick<Confusion, 'actual' | 'predicted'> | null {
  const last = classes - 1;
  switch (key) {
    case 'ArrowUp':
      return { actual: Math.max(0, actual - 1), predicted };
    case 'ArrowDown':
      return { actual: Math.min(last, actual + 1), predicted };
    case 'ArrowLeft':
      return { actual, predicted: Math.max(0, predicted - 1) };
    case 'ArrowRight':
      return { actual, predicted: Math.min(last, predicted + 1) };
    case 'Home':
      return { actual, predicted: 0 };
    case 'End':
      return { actual, predicted: last };
    default:
      return null;
  }
}

function sum(row: readonly number[]): number {
  return row.reduce((total, count) => total + count, 0);
}
