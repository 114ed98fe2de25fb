import type { ReadReport, UnreadableCells } from '../../core/reader.ts';
import type { ColumnPlan } from './column-plan.ts';
import type { FoundEncoding } from './encoding.ts';
import { quoted } from './failures.ts';
import type { Layout } from './layout.ts';
import type { Tallies, Tally } from './tallies.ts';
import { unreadableOf, type Widened } from './widening.ts';

const MOST_NOTES = 100;

/** How a delimited file was read, once it has been read to its end. */
export function readReport(
  found: FoundEncoding,
  layout: Layout,
  rows: number,
  plans: readonly ColumnPlan[],
  tallies: readonly Tallies[],
  widened: ReadonlyMap<number, Widened>,
): ReadReport {
  return {
    format: 'csv',
    delimiter: layout.dialect.delimiter,
    hasHeader: layout.hasHeader,
    rows,
    encoding: found.encoding,
    unreadable: unreadableCells(plans, tallies, widened),
    notes: notesOf(found, layout, plans, tallies),
  };
}

function unreadableCells(
  plans: readonly ColumnPlan[],
  tallies: readonly Tallies[],
  widened: ReadonlyMap<number, Widened>,
): UnreadableCells[] {
  return plans.flatMap((plan, column) => {
    const cells =
      plan.isAsked && tallies[column]!.misfits.count > 0
        ? unreadableOf(plan.name, tallies[column]!)
        : widened.get(column)?.unreadable;
    return cells ? [cells] : [];
  });
}

/** What the person should know, the file's own notes first; of very many columns only the first are told of. */
function notesOf(
  found: FoundEncoding,
  layout: Layout,
  plans: readonly ColumnPlan[],
  tallies: readonly Tallies[],
): readonly string[] {
  const notes = found.note ? [found.note, ...layout.notes] : [...layout.notes];
  plans.forEach(({ name, kind, note }, column) => {
    const { errors, infinite } = tallies[column]!;
    if (note) notes.push(note);
    if (errors.count > 0) notes.push(missingNote(name, "a spreadsheet's error", errors));
    if (kind === 'number' && infinite.count > 0)
      notes.push(missingNote(name, 'an infinite number, or one too large to hold,', infinite));
  });
  const more = notes.length - MOST_NOTES;
  return more <= 0 ? notes : [...notes.slice(0, MOST_NOTES), `and ${more} more of the same sort`];
}

function missingNote(column: string, content: string, cells: Tally): string {
  const { count, firstText, firstLine } = cells;
  const what = count === 1 ? `1 cell with ${content} is` : `${count} cells with ${content} are`;
  return `column "${column}": ${what} read as missing (first: ${quoted(firstText)}, line ${firstLine})`;
}
