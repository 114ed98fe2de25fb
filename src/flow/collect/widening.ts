import { COLUMN_KINDS, type ColumnKind } from '../../core/column.ts';
import type { JsonObject } from '../../core/json.ts';
import type { UnreadableCells } from '../../core/reader.ts';
import type { ColumnPlan } from './column-plan.ts';
import type { NumberMarks } from './decide-number-format.ts';
import { inferKind, TOLERATED_MISFITS } from './infer.ts';
import type { Layout } from './layout.ts';
import { FORMATS, type NumberFormat, PLAIN } from './number-format.ts';
import type { TimeFormat } from './parse-time.ts';
import type { Tallies } from './tallies.ts';

/** A column whose first guess was wrong: how it is read now, what was tried, and the few cells that stood against it. */
export interface Widened {
  readonly plan: ColumnPlan;
  readonly tried: ReadonlySet<ColumnKind | NumberFormat>;
  readonly unreadable: UnreadableCells | null;
}

/** How the column is read next, or null where nothing stands against how it was read. */
export function widen(
  plan: ColumnPlan,
  tallies: Tallies,
  column: number,
  layout: Layout,
  marks: NumberMarks,
  before: Widened | undefined,
): Widened | null {
  const { misfits, present } = tallies;
  if (plan.isAsked || misfits.count === 0) return null;
  const tried = new Set(before?.tried).add(plan.kind === 'number' ? plan.numberFormat : plan.kind);
  const isRare = misfits.count <= present * TOLERATED_MISFITS;
  const texts = [...layout.rows.map((row) => row[column]!), ...misfits.texts];
  const lines = [...layout.lines, ...misfits.lines];
  const guess = inferKind(plan.name, texts, tried, { lines, marks });
  const isNumber = guess.kind === 'number' || guess.kind === 'time';
  return {
    plan: { name: plan.name, ...guess, isAsked: false },
    tried,
    unreadable: isRare && !isNumber ? unreadableOf(plan.name, tallies) : null,
  };
}

export function unreadableOf(column: string, { misfits }: Tallies): UnreadableCells {
  const { count, firstText, firstLine } = misfits;
  return { column, count, firstText, firstLine };
}

/** For a position in a file. */
export function saveWidened({ plan, tried, unreadable }: Widened): JsonObject {
  const { kind, timeFormat, numberFormat, note } = plan;
  return {
    kind,
    timeFormat,
    numberFormat: nameOf(numberFormat),
    note,
    tried: [...tried].map(nameOf),
    unreadable: unreadable && { ...unreadable },
  };
}

export function loadWidened(name: string, saved: JsonObject): Widened {
  return {
    plan: {
      name,
      kind: saved['kind'] as ColumnKind,
      timeFormat: saved['timeFormat'] as TimeFormat,
      numberFormat: namedFormat(saved['numberFormat'] as string),
      note: saved['note'] as string | null,
      isAsked: false,
    },
    tried: new Set(
      (saved['tried'] as readonly string[]).map((tried) =>
        COLUMN_KINDS.includes(tried as ColumnKind) ? (tried as ColumnKind) : namedFormat(tried),
      ),
    ),
    unreadable: saved['unreadable'] as UnreadableCells | null,
  };
}

function nameOf(tried: ColumnKind | NumberFormat): string {
  return typeof tried === 'string' ? tried : `${tried.decimal}${tried.thousands}`;
}

/** Formats are told apart by identity. */
function namedFormat(name: string): NumberFormat {
  return [PLAIN, ...FORMATS].find((format) => nameOf(format) === name)!;
}
