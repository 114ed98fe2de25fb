import { concatenate, takeRows, type Table } from '../../core/table.ts';
import { CHUNK_ROWS } from '../../core/reader.ts';
import { decodeArrow, encodeArrow } from '../../flow/collect/arrow.ts';
import type { Chunks } from '../compute.ts';

export function decodeChunks(chunks: Chunks): Table {
  return concatenate(chunks.map(decodeArrow));
}

export function encodeChunks(table: Table): Chunks {
  const chunks = [];
  for (let start = 0; start < table.rows; start += CHUNK_ROWS) {
    const rows = Uint32Array.from(
      { length: Math.min(CHUNK_ROWS, table.rows - start) },
      (_, index) => start + index,
    );
    chunks.push(encodeArrow(takeRows(table, rows)));
  }
  return chunks;
}
