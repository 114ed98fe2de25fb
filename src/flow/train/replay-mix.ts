import type { Batch } from '../../core/matrix.ts';

/** New rows with the replayed ones behind them. */
export function joinBatches(fresh: Batch, replay: Batch): Batch {
  if (!replay.x.rows) return fresh;
  const weightsOf = ({ weights, y }: Batch) => weights ?? new Float32Array(y.length).fill(1);
  return {
    x: {
      rows: fresh.x.rows + replay.x.rows,
      features: fresh.x.features,
      data: joinFloats(fresh.x.data, replay.x.data),
    },
    y: joinFloats(fresh.y, replay.y),
    weights: joinFloats(weightsOf(fresh), weightsOf(replay)),
  };
}

/**
 * The rows of one epoch over joined batches: every fresh row, and `share` of the replayed ones. Each epoch takes the
 * next ones, going round.
 *
 * @example
 * mixedRows(2, 3, 2, 0) // Uint32Array [0, 1, 2, 3]
 * mixedRows(2, 3, 2, 1) // Uint32Array [0, 1, 4, 2]
 */
export function mixedRows(
  fresh: number,
  replayed: number,
  share: number,
  epoch: number,
): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: replayed ? fresh + share : fresh }, (_, i) =>
    i < fresh ? i : fresh + ((epoch * share + i - fresh) % replayed),
  );
}

function joinFloats(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
