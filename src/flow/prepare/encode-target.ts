import { type Column, type CodedColumn, cellText, isMissing, MISSING_CODE } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { JobContext } from '../../core/progress.ts';
import type { Target } from '../../core/schema.ts';
import type { ChunkedTable } from '../../core/table.ts';
import { collectColumns } from '../../core/whole-columns.ts';
import { convertColumn } from './convert-column.ts';
import { isCoded } from './present.ts';

/**
 * A target column as numbers: of a classification the index of each row's class, of a regression its value; NaN
 * where the cell is missing.
 *
 * A label counts as a class if it is written like it, or if it is the same
 * number or truth value in another spelling ("1.0" and "1", "True" and "true"; where the classes are false and true, also 0 and 1, no and yes).
 *
 * @throws PerennialError `unknown-label`, naming the label, its first row counted from 1, and how many rows have it;
 * its details hold `label` and, where a class is the same but for case, blanks and trailing punctuation, `suggestion`
 * @example
 * const target: Target = { column: 'class', task: 'binary', classes: ['DOWN', 'UP'] };
 * encodeTarget({ kind: 'category', name: 'class', values: Uint32Array.of(0, 1), dictionary: ['UP', 'DOWN'] }, target)
 * // Float32Array [1, 0]
 */
export function encodeTarget(column: Column, target: Target): Float32Array<ArrayBuffer> {
  if (target.task === 'regression')
    return Float32Array.from(convertColumn(column, { kind: 'number', labels: [] }).values, toFinite);
  const indexOf = classFinder(target);
  return isCoded(column) ? encodeCodes(column, target, indexOf) : encodeCells(column, target, indexOf);
}

/**
 * The same of a large table's target, whose column alone is held: an error counts the rows of the whole table.
 *
 * @throws PerennialError `missing-column`; `cancelled`; those of `encodeTarget`
 */
export async function encodeTargetOf(
  table: ChunkedTable,
  target: Target,
  context: Pick<JobContext, 'signal'>,
): Promise<Float32Array<ArrayBuffer>> {
  const { columns } = await collectColumns(table, { names: [target.column] }, context);
  return columns[0] ? encodeTarget(columns[0], target) : new Float32Array(0);
}

function toFinite(value: number): number {
  return Number.isFinite(Math.fround(value)) ? value : NaN;
}

type ClassFinder = (label: string) => number | undefined;

function encodeCodes(column: CodedColumn, target: Target, indexOf: ClassFinder): Float32Array<ArrayBuffer> {
  const indexes = new Float32Array(column.dictionary.length);
  const isKnown = new Uint8Array(column.dictionary.length);
  const encoded = new Float32Array(column.values.length);
  for (let row = 0; row < encoded.length; row++) {
    const code = column.values[row]!;
    if (code !== MISSING_CODE && isKnown[code] === 0) {
      indexes[code] = indexOf(column.dictionary[code]!) ?? refuse(column, row, target);
      isKnown[code] = 1;
    }
    encoded[row] = code === MISSING_CODE ? NaN : indexes[code]!;
  }
  return encoded;
}

function encodeCells(column: Column, target: Target, indexOf: ClassFinder): Float32Array<ArrayBuffer> {
  const found = new Map<number, number>();
  const encoded = new Float32Array(column.values.length);
  for (let row = 0; row < encoded.length; row++) {
    if (isMissing(column, row)) {
      encoded[row] = NaN;
      continue;
    }
    const value = column.values[row]!;
    let index = found.get(value);
    if (index === undefined) {
      index = indexOf(cellText(column, row)!) ?? refuse(column, row, target);
      found.set(value, index);
    }
    encoded[row] = index;
  }
  return encoded;
}

function classFinder({ classes }: Target): ClassFinder {
  const exact = new Map(classes.map((label, index) => [label, index]));
  const isTruth = classes.length === 2 && classes.every((label, index) => truthOf(label) === index);
  const isPlainTruth = classes.join() === 'false,true';
  const spell = isTruth
    ? (label: string) => truthOf(label) ?? (isPlainTruth ? yesOrNo(label) : undefined) ?? label
    : numberOf;
  const alike = new Map(classes.map((label, index) => [spell(label), index]));
  return (label) => {
    const known = exact.get(label);
    if (known !== undefined) return known;
    return alike.size === classes.length ? alike.get(spell(label)) : undefined;
  };
}

function truthOf(label: string): 0 | 1 | undefined {
  const text = label.trim().toLowerCase();
  if (text === 'false' || Number(text || NaN) === 0) return 0;
  return text === 'true' || Number(text) === 1 ? 1 : undefined;
}

function yesOrNo(label: string): 0 | 1 | undefined {
  switch (label.trim().toLowerCase()) {
    case 'no':
    case 'n':
    case 'f':
      return 0;
    case 'yes':
    case 'y':
    case 't':
      return 1;
    default:
      return undefined;
  }
}

/** The number that a label writes; the label itself where it writes none. */
function numberOf(label: string): number | string {
  const value = label.trim() === '' ? NaN : Number(label);
  return Number.isNaN(value) ? label : value;
}

function refuse(column: Column, row: number, target: Target): never {
  const label = cellText(column, row)!;
  let rows = 0;
  for (let other = row; other < column.values.length; other++)
    if (column.values[other] === column.values[row]) rows++;
  const suggestion = target.classes.find((known) => bare(known) === bare(label));
  const classes = target.classes.slice(0, 10).map((known) => `"${known}"`);
  if (target.classes.length > classes.length) classes.push(`${target.classes.length - classes.length} more`);
  const wayOut =
    suggestion === undefined
      ? 'correct these labels in the file, or say which class they stand for'
      : `if it stands for "${suggestion}", say so`;
  throw new PerennialError(
    'unknown-label',
    `column "${column.name}": "${label}" (row ${row + 1}; ${rows} ${rows === 1 ? 'row' : 'rows'} in all) is none of the classes that the model knows: ${classes.join(', ')}; ${wayOut}`,
    {
      stage: 'prepare',
      details: {
        column: column.name,
        label,
        row: row + 1,
        rows,
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    },
  );
}

/** A label without what a person would overlook: case, blanks around it, punctuation at its end. */
function bare(label: string): string {
  return label
    .trim()
    .replace(/[\s.,;:!]+$/, '')
    .toLowerCase();
}
