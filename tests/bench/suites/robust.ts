import { type Row, rowOf } from '../results.ts';

/** One file for each measure, so that each can be run alone. */
const measures: Readonly<Record<string, () => Promise<{ measure: () => Promise<readonly Row[]> }>>> = {
  import: () => import('./robust/import.ts'),
  train: () => import('./robust/train.ts'),
  cancel: () => import('./robust/cancel.ts'),
  open: () => import('./robust/open.ts'),
  kills: () => import('./robust/kills.ts'),
  mutants: () => import('./robust/mutants.ts'),
};

/** Large input, bad input, and faults; where measures are named, only these. */
export async function measure(names: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, load] of Object.entries(measures)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { measure } = await load();
    for (const row of await measure()) {
      console.log(`${row.id}: ${row.value} ${row.unit} (${row.runs.join(', ')}) ${row.note}`);
      const same = rows.findIndex(({ id }) => id === row.id);
      if (same < 0) rows.push(row);
      else rows[same] = worse(rows[same]!, row);
    }
  }
  return rows;
}

/** What two measures report of one promise: run by run, the larger figure. */
function worse(a: Row, b: Row): Row {
  const runs = a.runs.map((value, run) => Math.max(value, b.runs[run] ?? 0));
  return rowOf(a.id, runs, a.unit, a.goal, `${a.note}; ${b.note}`);
}
