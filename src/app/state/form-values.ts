import type { ColumnProfile } from '../../core/profile.ts';
import type { Field } from '../../core/schema.ts';

/** What a person has typed, by column name; an empty text is a missing cell. */
export type FormValues = Readonly<Record<string, string>>;

const DAY_MS = 86_400_000;

/** Whether a time column holds days alone: then a form asks for a day. */
export function isDayField({ kind, minimum, maximum }: Field): boolean {
  return (
    kind === 'time' &&
    minimum !== null &&
    maximum !== null &&
    minimum % DAY_MS === 0 &&
    maximum % DAY_MS === 0
  );
}

/**
 * A cell of a table as a form field shows it; times are shown as they were read, in UTC.
 *
 * @example
 * fieldText({ kind: 'time', minimum: 0, maximum: 86400000, ... }, '1970-01-02T00:00:00.000Z') // "1970-01-02"
 */
export function fieldText(field: Field, cell: string | null): string {
  if (cell === null) return '';
  if (field.kind !== 'time') return cell;
  const at = Date.parse(cell);
  return Number.isNaN(at) ? '' : new Date(at).toISOString().slice(0, isDayField(field) ? 10 : 16);
}

/** The middle of what the model has seen of each column: the median, or the most frequent label. */
export function typicalValues(fields: readonly Field[], profiles: readonly ColumnProfile[]): FormValues {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      typicalValue(
        field,
        profiles.find(({ name }) => name === field.name),
      ),
    ]),
  );
}

function typicalValue(field: Field, profile: ColumnProfile | undefined): string {
  const middle = profile?.median ?? profile?.mean ?? centreOf(field);
  switch (field.kind) {
    case 'number':
      return middle === null ? '' : String(Number(middle.toPrecision(6)));
    case 'time':
      return middle === null ? '' : fieldText(field, new Date(middle).toISOString());
    default:
      return field.labels[0] ?? '';
  }
}

/** Halfway between the smallest and the largest value, where no more is known of a column. */
function centreOf({ minimum, maximum }: Field): number | null {
  return minimum === null || maximum === null ? null : minimum / 2 + maximum / 2;
}

/** What a prediction is asked with: empty texts are missing, times are milliseconds. */
export function rowOf(fields: readonly Field[], values: FormValues): Record<string, string | number | null> {
  return Object.fromEntries(fields.map((field) => [field.name, cellOf(field, values[field.name] ?? '')]));
}

function cellOf(field: Field, text: string): string | number | null {
  if (text.trim() === '') return null;
  if (field.kind !== 'time') return text;
  const at = Date.parse(isDayField(field) ? text : `${text}Z`);
  return Number.isNaN(at) ? text : at;
}
