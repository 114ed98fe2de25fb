import { PerennialError } from '../../../core/errors.ts';

/** Rows from `start` up to `end`, which is not among them. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

/**
 * Rows in chunks of this many, in their order; what is left joins the last chunk where it is less than half of one.
 *
 * @throws PerennialError `chunk-rows` unless a chunk has a row.
 * @example
 * chunksOf(2400, 1000) // [{ start: 0, end: 1000 }, { start: 1000, end: 2400 }]
 */
export function chunksOf(rows: number, chunkRows: number): Chunk[] {
  if (!Number.isSafeInteger(chunkRows) || chunkRows < 1)
    throw new PerennialError('chunk-rows', `a chunk of ${chunkRows} rows cannot be made; choose 1 or more`, {
      stage: 'monitor',
    });
  const chunks = rows === 0 ? 0 : Math.max(1, Math.round(rows / chunkRows));
  return Array.from({ length: chunks }, (_, i) => ({
    start: i * chunkRows,
    end: i === chunks - 1 ? rows : (i + 1) * chunkRows,
  }));
}
