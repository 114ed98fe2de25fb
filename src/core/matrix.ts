/** Rows of features, row-major: what learners see. Every value is finite. */
export interface Matrix {
  readonly rows: number;
  /** One name a feature, in the order of the columns of `data`. */
  readonly features: readonly string[];
  readonly data: Float32Array<ArrayBuffer>; // (rows, features)
}

/** Labelled rows. */
export interface Batch {
  readonly x: Matrix;
  /** The class index, or the value in the target's own unit. */
  readonly y: Float32Array<ArrayBuffer>; // (rows)
  /** How much each row counts in the loss; null: every row counts 1. Where nothing else is learnt with them only proportions matter. */
  readonly weights: Float32Array<ArrayBuffer> | null; // (rows)
}

/** Of each row: a probability per class, or one value in the target's own unit. */
export interface Prediction {
  readonly rows: number;
  readonly outputs: number;
  readonly values: Float32Array<ArrayBuffer>; // (rows, outputs)
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
  };
}
