import { cellAt, type Column } from '../../../core/column.ts';
import { type PairedCounts, totalOf } from '../../../math/contingency.ts';
import { presentNumbers } from './present-numbers.ts';

const MOST_BINS = 10;
/** The approximations by chi-squared hold where everything is expected so often on either side (Cochran 1954). */
const FEWEST_EXPECTED = 5;

/**
 * How often each thing came in either sample: the labels of a category or boolean column, the values of a number or time
 * column in at most 10 bins.
 *
 * Bins are of equal mass of both samples together, so that none is empty of both and a value that only one of them has gets a bin.
 * Labels that are expected fewer than 5 times in the smaller sample are counted together.
 */
export function pairedCounts(reference: Column, window: Column): PairedCounts {
  if (reference.kind === 'number' || reference.kind === 'time')
    return binned(presentNumbers(reference), presentNumbers(window));
  return pooled(byLabel(reference, window));
}

function byLabel(reference: Column, window: Column): PairedCounts {
  const labels = new Map<unknown, number>();
  const counts = [reference, window].map((column) => {
    const found: number[] = [];
    for (let row = 0; row < column.values.length; row++) {
      const label = cellAt(column, row);
      if (label === null) continue;
      let at = labels.get(label);
      if (at === undefined) labels.set(label, (at = labels.size));
      found[at] = (found[at] ?? 0) + 1;
    }
    return found;
  });
  const filled = (found: readonly number[]) => Array.from({ length: labels.size }, (_, at) => found[at] ?? 0);
  return { reference: filled(counts[0]!), window: filled(counts[1]!) };
}

/** Counts the rare ones together, with as many of the others as it takes to be frequent. */
function pooled({ reference, window }: PairedCounts): PairedCounts {
  const rows = [totalOf(reference), totalOf(window)];
  const both = (at: number) => reference[at]! + window[at]!;
  const fewest = (FEWEST_EXPECTED * (rows[0]! + rows[1]!)) / Math.min(...rows);
  const rising = [...reference.keys()].sort((a, b) => both(a) - both(b));
  let [rare, sum] = [0, 0];
  while (rare < rising.length && (both(rising[rare]!) < fewest || (rare > 0 && sum < fewest)))
    sum += both(rising[rare++]!);
  if (rare < 2) return { reference, window };
  const [few, others] = [rising.slice(0, rare), rising.slice(rare)];
  const counted = (counts: readonly number[]) => [
    totalOf(few.map((at) => counts[at]!)),
    ...others.map((at) => counts[at]!),
  ];
  return { reference: counted(reference), window: counted(window) };
}

/** Of values in ascending order. */
function binned(one: Float64Array, other: Float64Array): PairedCounts {
  const bins = Math.max(
    2,
    Math.min(MOST_BINS, Math.floor(Math.min(one.length, other.length) / FEWEST_EXPECTED)),
  );
  const both = Float64Array.from([...one, ...other]).sort();
  const edges = new Set<number>();
  for (let bin = 1; bin < bins; bin++) edges.add(both[Math.ceil((bin * both.length) / bins) - 1]!);
  edges.delete(both.at(-1)!);
  const upTo = [...edges, Infinity];
  const counted = (values: Float64Array): number[] => {
    let at = 0;
    return upTo.map((edge) => {
      const from = at;
      while (at < values.length && values[at]! <= edge) at++;
      return at - from;
    });
  };
  return { reference: counted(one), window: counted(other) };
}
