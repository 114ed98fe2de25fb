const MAXIMUM_BINS = 30;

export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * Counts between equally spaced edges, at most 30 bins: between the smallest and the largest value, each bin with its
 * lower edge, the last with both.
 *
 * Whole numbers get bins of a whole width around them, so that no bin holds one value more than its neighbour;
 * one value alone gets one bin of width 1 around it.
 *
 * @param sorted values in ascending order, finite, at least one
 * @example
 * histogramOf(Float64Array.of(1, 2, 2, 4)) // { edges: [0.5, 1.5, 2.5, 3.5, 4.5], counts: [1, 2, 0, 1] }
 */
export function histogramOf(sorted: Float64Array): Histogram {
  const edges = edgesOf(sorted);
  const counts: number[] = [];
  let below = 0;
  for (let bin = 1; bin < edges.length; bin++) {
    const until = bin === edges.length - 1 ? sorted.length : firstFrom(sorted, edges[bin]!);
    counts.push(until - below);
    below = until;
  }
  return { edges, counts };
}

function edgesOf(sorted: Float64Array): readonly number[] {
  const low = sorted[0]!;
  const high = sorted[sorted.length - 1]!;
  const range = high - low;
  const isWhole = range < 2 ** 40 && Math.abs(low) < 2 ** 50 && sorted.every(Number.isInteger);
  if (isWhole) {
    const width = Math.ceil((range + 1) / MAXIMUM_BINS);
    const bins = Math.ceil((range + 1) / width);
    return Array.from({ length: bins + 1 }, (_, bin) => low - 0.5 + bin * width);
  }
  if (low === high) return Math.abs(low) < 2 ** 50 ? [low - 0.5, low + 0.5] : [low, low];
  const edges = Array.from(
    { length: MAXIMUM_BINS + 1 },
    (_, bin) => low * (1 - bin / MAXIMUM_BINS) + high * (bin / MAXIMUM_BINS),
  );
  edges[0] = low;
  edges[MAXIMUM_BINS] = high;
  return edges.every((edge, bin) => bin === 0 || edge > edges[bin - 1]!) ? edges : [low, high];
}

/** How many sorted values are below the edge. */
function firstFrom(sorted: Float64Array, edge: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < edge) from = middle + 1;
    else to = middle;
  }
  return from;
}
