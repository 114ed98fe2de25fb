import { Random } from '../../core/random.ts';
import { type ChunkedTable, type Table, takeRows } from '../../core/table.ts';

/**
 * Rows drawn at random from tables of one kind, at most so many of all of them, in their order: what was drawn of a chunk is a table.
 *
 * Each row is as likely as any other, and the same seed draws the same rows.
 *
 * Source: Knuth, "The Art of Computer Programming", volume 2, algorithm S (selection sampling).
 */
export async function sampleRows(
  parts: readonly ChunkedTable[],
  {
    columns,
    most,
    seed,
  }: { readonly columns?: ReadonlySet<string>; readonly most: number; readonly seed: number },
): Promise<readonly Table[]> {
  const random = new Random(seed);
  const drawn: Table[] = [];
  let left = parts.reduce((sum, { rows }) => sum + rows, 0);
  let wanted = Math.min(most, left);
  for (const part of parts)
    for await (const chunk of part.chunks(columns)) {
      const rows: number[] = [];
      for (let row = 0; row < chunk.rows; row++, left--)
        if (random.below(left) < wanted) {
          rows.push(row);
          wanted--;
        }
      if (rows.length > 0)
        drawn.push(rows.length === chunk.rows ? chunk : takeRows(chunk, Uint32Array.from(rows)));
    }
  return drawn;
}
