import { type CodedColumn, type Column, cellText, MISSING_CODE } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Target } from '../../core/schema.ts';

/** The labels of a classification as the indexes of their classes, as `encodeTarget` does it; throws `unknown-label`. */
export function encodeLabels(column: CodedColumn, target: Target): Float32Array<ArrayBuffer> {
  const indexOf = classIndexes(target);
  const indexes = new Float32Array(column.dictionary.length);
  const isKnown = new Uint8Array(column.dictionary.length);
  const encoded = new Float32Array(column.values.length);
  for (let row = 0; row < encoded.length; row++) {
    const code = column.values[row]!;
    if (code !== MISSING_CODE && isKnown[code] === 0) {
      indexes[code] = indexOf(column, row);
      isKnown[code] = 1;
    }
    encoded[row] = code === MISSING_CODE ? NaN : indexes[code]!;
  }
  return encoded;
}

/** Finds the class that a cell names; throws `unknown-label` where it names none. */
export function classIndexes(target: Target): (column: Column, row: number) => number {
  const indexOf = classFinder(target);
  return (column, row) => indexOf(cellText(column, row)!) ?? refuse(column, row, target);
}

type ClassFinder = (label: string) => number | undefined;

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
