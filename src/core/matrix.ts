/**
 * Rows of features, row-major: what learners see. Every value is finite; only learners of raw features (core/learner.ts) see NaN where a
 * cell is missing.
 */
export interface Matrix {
  readonly rows: number;
  /** One name a feature, in the order of the columns of `data`. */
  readonly features: readonly string[];
  readonly data: Float32Array<ArrayBuffer>; // (rows, features)
}

/** Rows that come chunk by chunk, so that they need never be in memory as a whole; the same ones in the same order as often as they are asked for. */
export interface MatrixChunks {
  readonly rows: number;
  readonly features: readonly string[];
  chunks(): AsyncIterable<Matrix>;
}

/** Labelled rows whose features come chunk by chunk. */
export interface ChunkedBatch extends Pick<Batch, 'y' | 'weights' | 'ids'> {
  readonly x: MatrixChunks;
}

/** Labelled rows. */
export interface Batch {
  readonly x: Matrix;
  /** The class index, or the value in the target's own unit. */
  readonly y: Float32Array<ArrayBuffer>; // (rows)
  /** How much each row counts in the loss; null: every row counts 1. Where nothing else is learnt with them only proportions matter. */
  readonly weights: Float32Array<ArrayBuffer> | null; // (rows)
  /** Which rows these are, by which they can be erased from a memory; absent where nobody says. */
  readonly ids?: RowIds;
  /** What a model made of each row, raw, when it was remembered: of remembered rows alone, and NaN where nobody asked it. */
  readonly outputs?: Float32Array<ArrayBuffer>; // (rows, outputs)
}

/** Rows by where they came from, a version of a table for instance, and their number there. */
export interface RowIds {
  readonly sources: readonly string[];
  /** Which of the sources. */
  readonly source: Uint32Array<ArrayBuffer>; // (rows)
  readonly row: Uint32Array<ArrayBuffer>; // (rows)
}

/** Of each row: a probability per class, or one value in the target's own unit. */
export interface Prediction {
  readonly rows: number;
  readonly outputs: number;
  readonly values: Float32Array<ArrayBuffer>; // (rows, outputs)
}

/** Rows that are there already, as one chunk. */
export function inOneChunk(x: Matrix): MatrixChunks {
  return {
    ...{ rows: x.rows, features: x.features },
    async *chunks() {
      yield x;
    },
  };
}

/** The rows of one chunk with their labels, the first of which stands at `from`. */
export function labelledChunk({ y, weights, ids }: ChunkedBatch, x: Matrix, from: number): Batch {
  const to = from + x.rows;
  return {
    x,
    y: y.subarray(from, to),
    weights: weights && weights.subarray(from, to),
    ...(ids && {
      ids: {
        sources: ids.sources,
        source: ids.source.subarray(from, to),
        row: ids.row.subarray(from, to),
      },
    }),
  };
}

function takeMatrixRows(x: Matrix, rows: Uint32Array): Matrix {
  const width = x.features.length;
  const data = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    data.set(x.data.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  return { rows: rows.length, features: x.features, data };
}

export function takeBatchRows(batch: Batch, rows: Uint32Array): Batch {
  return {
    x: takeMatrixRows(batch.x, rows),
    y: Float32Array.from(rows, (row) => batch.y[row]!),
    weights: batch.weights && Float32Array.from(rows, (row) => batch.weights![row]!),
    ...(batch.ids && { ids: takeIds(batch.ids, rows) }),
  };
}

function takeIds({ sources, source, row }: RowIds, rows: Uint32Array): RowIds {
  return {
    sources,
    source: Uint32Array.from(rows, (each) => source[each]!),
    row: Uint32Array.from(rows, (each) => row[each]!),
  };
}
