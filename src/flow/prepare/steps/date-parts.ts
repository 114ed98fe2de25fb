import type { Column, NumberColumn } from '../../../core/column.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { FittedStep, Step } from '../../../core/recipe.ts';
import { columnOf, type Table } from '../../../core/table.ts';
import { freshName, refuseKind, replaceColumns } from './replace-columns.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What recurs in a time, and after how many units it does. */
const CYCLES = {
  month: { period: 12, of: (ms: number) => new Date(ms).getUTCMonth() },
  'day of week': { period: 7, of: dayOfWeek },
  hour: { period: 24, of: (ms: number) => Math.floor(modulo(ms, DAY_MS) / 3_600_000) },
  'minute of day': { period: 1440, of: (ms: number) => Math.floor(modulo(ms, DAY_MS) / MINUTE_MS) },
} as const;
type Cycle = keyof typeof CYCLES;

type DatePartsState = {
  readonly [column: string]: {
    readonly cycles: readonly Cycle[];
    readonly hasWeekend: boolean;
    readonly hasMissing: boolean;
    readonly names: readonly string[];
  };
};

/**
 * What recurs in a date or time: month, day of the week, time of day, each as a point on a circle (sine and cosine, so
 * that December lies beside January), and whether it is a weekend.
 *
 * No year and no day count: they only grow, so that every later row would lie beyond what was learnt. The time of day goes by
 * the minute where the minutes past the hour vary over the training rows, else by the hour. A part that never varies over the training rows is left
 * out. All in UTC. A missing time is the centre of every circle (0, 0), and has a column of its own if training
 * rows had missing times.
 *
 * Takes time columns; throws `column-kind` for others. Source: Mardia & Jupp, "Directional Statistics" (2000), chapter 2.
 *
 * @example
 * const values = Float64Array.of(Date.UTC(2024, 0, 1), Date.UTC(2024, 3, 1)); // two Mondays
 * const table: Table = { rows: 2, columns: [{ kind: 'time', name: 'at', values }] };
 * const state = dateParts.fit(table, ['at'], {});
 * dateParts.apply(table, ['at'], {}, state).columns.map(({ name }) => name) // ['at month sine', 'at month cosine']
 */
export const dateParts: Step<JsonObject, DatePartsState> = {
  kind: 'date-parts',
  summary: 'Turns dates and times into what recurs in them: month, day of the week, time of day, weekend.',
  defaults: {},

  fit(table, columns, _options, taken) {
    return Object.fromEntries(
      columns.map((name) => {
        const { values } = times(columnOf(table, name));
        const present = presentTimes(values);
        const cycles = varyingCycles(present);
        const hasWeekend = varies(present, isWeekend);
        const hasMissing = present.length < values.length;
        const parts = cycles.flatMap((cycle) => [`${cycle} sine`, `${cycle} cosine`]);
        if (hasWeekend) parts.push('is at a weekend');
        if (hasMissing) parts.push('is missing');
        const made = new Set<string>();
        const names = parts.map((part) => freshName(`${name} ${part}`, made, taken));
        return [name, { cycles, hasWeekend, hasMissing, names }];
      }),
    );
  },

  apply,
};

/** For those who fit nothing. */
export const fittedDateParts: FittedStep<JsonObject, DatePartsState> = { kind: 'date-parts', apply };

function apply(table: Table, columns: readonly string[], _options: JsonObject, state: DatePartsState): Table {
  return replaceColumns(table, columns, (column) => {
    const { cycles, hasWeekend, hasMissing, names } = state[column.name]!;
    const { values } = times(column);
    const made = cycles.flatMap((cycle) => {
      const { period, of } = CYCLES[cycle];
      const angle = (ms: number) => (2 * Math.PI * of(ms)) / period;
      return [mapTimes(values, (ms) => Math.sin(angle(ms))), mapTimes(values, (ms) => Math.cos(angle(ms)))];
    });
    if (hasWeekend) made.push(mapTimes(values, isWeekend));
    if (hasMissing) made.push(values.map((ms) => (isTime(ms) ? 0 : 1)));
    return made.map((part, index): NumberColumn => ({ kind: 'number', name: names[index]!, values: part }));
  });
}

function times(column: Column) {
  return column.kind === 'time' ? column : refuseKind('date-parts', column, 'time');
}

/** Within what a Date can hold. */
function isTime(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

function presentTimes(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (const value of values) if (isTime(value)) present[count++] = value;
  return present.subarray(0, count);
}

function mapTimes(values: Float64Array<ArrayBuffer>, of: (ms: number) => number): Float64Array<ArrayBuffer> {
  return values.map((ms) => (isTime(ms) ? of(ms) : 0));
}

function varyingCycles(present: Float64Array): readonly Cycle[] {
  const minutesVary = varies(present, (ms) => Math.floor(modulo(ms, 3_600_000) / MINUTE_MS));
  const timeOfDay = minutesVary ? 'minute of day' : 'hour';
  return (['month', 'day of week', timeOfDay] as const).filter((cycle) => varies(present, CYCLES[cycle].of));
}

function varies(present: Float64Array, of: (ms: number) => number): boolean {
  const first = present.length > 0 ? of(present[0]!) : 0;
  return present.some((ms) => of(ms) !== first);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** 0 on Sundays; 1 January 1970 was a Thursday. */
function dayOfWeek(ms: number): number {
  return modulo(Math.floor(ms / DAY_MS) + 4, 7);
}

function isWeekend(ms: number): number {
  const day = dayOfWeek(ms);
  return day === 0 || day === 6 ? 1 : 0;
}
