import { PerennialError } from '../../core/errors.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { type Task, MAXIMUM_LABELS } from '../../core/schema.ts';

/** Names that a column to be predicted often has, the most telling first. */
const HINTS = [
  'target',
  'label',
  'class',
  'y',
  'outcome',
  'species',
  'income',
  'diagnosis',
  'survived',
  'churn',
  'default',
  'category',
  'price',
  'saleprice',
  'medv',
  'cnt',
  'tip',
  'quality',
  'response',
  'result',
];
/** The largest magnitude that a learner can hold: that of a Float32. */
const LARGEST = 3.4028234663852886e38;
const HINT_ENDINGS = ['_target', '_label', '_class', '_outcome'];

/**
 * The column that looks like the one to predict: by its name ("y" is no hint beside a "z"), else the last column, else
 * the first category, else the last column that can be a target at all; null where none can.
 */
export function suggestTargetColumn(columns: readonly ColumnProfile[]): string | null {
  const usable = columns.filter((column) => refusal(column) === null);
  const isCoordinates = columns.some(({ name }) => name.toLowerCase() === 'z');
  for (const hint of HINTS) {
    if (hint === 'y' && isCoordinates) continue;
    const named = usable.findLast(({ name }) => name.toLowerCase().replace(/[^a-z]/g, '') === hint);
    if (named) return named.name;
  }
  const ending = usable.findLast(({ name }) => HINT_ENDINGS.some((end) => name.toLowerCase().endsWith(end)));
  if (ending) return ending.name;
  const last = usable.at(-1);
  if (last && last === columns.at(-1)) return last.name;
  const category = usable.find(({ kind }) => kind === 'category' || kind === 'boolean');
  return category?.name ?? last?.name ?? null;
}

/**
 * Which tasks a column can be the target of, which of them is likeliest, and its classes in their order.
 *
 * Categories and booleans are classes. A number is a value; at most 20 different whole numbers may be classes as
 * well, and are taken for them first. Two classes: binary. The order of the classes is that of `compareClasses`.
 * Whole numbers that never repeat are a value only.
 *
 * @throws PerennialError `target` with the reason when the column cannot be a target: all missing, constant, an
 * identifier, text, a time, more than 200 classes, as many classes as rows
 */
export function targetTasks(column: ColumnProfile): {
  task: Task;
  tasks: readonly Task[];
  classes: readonly string[];
} {
  const reason = refusal(column);
  if (reason !== null)
    throw new PerennialError('target', `"${column.name}" cannot be predicted: ${reason}`, {
      stage: 'prepare',
      details: { column: column.name },
    });
  const classes = classesOf(column);
  if (classes.length === 0) return { task: 'regression', tasks: ['regression'], classes };
  if (column.kind === 'number' && neverRepeats(column))
    return { task: 'regression', tasks: ['regression'], classes: [] };
  const task = classes.length === 2 ? 'binary' : 'multiclass';
  return { task, tasks: column.kind === 'number' ? [task, 'regression'] : [task], classes };
}

/**
 * What the person should know of a target that can be learnt: rows without a value, which are not used, and classes with
 * one row only, with which no training begins.
 */
export function targetNotes(column: ColumnProfile, task: Task): string[] {
  const { name, missing, rows } = column;
  const notes: string[] = [];
  if (missing > 0)
    notes.push(
      `"${name}" has no value in ${counted(missing, 'row')} of ${rows.toLocaleString('en-US')}: nothing can be learnt from ${missing === 1 ? 'it, and it is' : 'them, and they are'} not used.`,
    );
  if (task === 'regression' && Math.max(column.maximum ?? 0, -(column.minimum ?? 0)) > LARGEST)
    notes.push(`"${name}" has values beyond 3.4e38 in magnitude: rows with such a value are not used.`);
  const single = task === 'regression' ? [] : column.top.filter(({ count }) => count === 1);
  if (single.length > 0)
    notes.push(
      `${single.map(({ label }) => `"${label}"`).join(', ')} ${single.length === 1 ? 'has' : 'have'} one row only, which could teach or judge, not both: add rows of ${single.length === 1 ? 'it' : 'them'}, merge rare labels, or leave their cells empty before training.`,
    );
  return notes;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

function neverRepeats({ distinct, rows, missing }: ColumnProfile): boolean {
  return distinct === rows - missing;
}

function classesOf(column: ColumnProfile): readonly string[] {
  if (column.kind === 'boolean') return ['false', 'true'];
  const labels = column.kind === 'number' ? column.top.map(({ label }) => label) : column.labels;
  return labels.toSorted(compareClasses);
}

function refusal(column: ColumnProfile): string | null {
  if (column.distinct === 0)
    return 'every cell of it is missing or infinite; choose another column, or fill in labels';
  if (column.distinct === 1)
    return 'it has one value only, so there is nothing to tell apart; choose another column, or add rows with other values';
  if (column.kind === 'text') return 'it is free text; choose a category or a number';
  if (column.kind === 'time') return 'it is a time; choose a category or a number';
  if (column.kind === 'identifier' || column.warnings.some(({ kind }) => kind === 'identifier'))
    return 'it names its row, so no other row tells anything about it; choose a column whose values recur';
  if (column.kind === 'category' && column.distinct > MAXIMUM_LABELS)
    return `it has ${column.distinct.toLocaleString('en-US')} classes, and at most ${MAXIMUM_LABELS} can be told apart; choose another column, or merge rare labels`;
  if (column.kind === 'category' && neverRepeats(column))
    return `it has ${column.distinct} classes in as many rows, so no class has a second row to learn from; add rows, or choose another column`;
  return null;
}

/**
 * The order of class indexes, the same on every device: labels that are numbers ascending by value, then the others
 * by their UTF-16 code units, so false before true and "DOWN" before "UP".
 */
function compareClasses(a: string, b: string): number {
  const [x, y] = [toNumber(a), toNumber(b)];
  const [isA, isB] = [!Number.isNaN(x), !Number.isNaN(y)];
  if (isA !== isB) return isA ? -1 : 1;
  return (isA ? x - y : 0) || (a < b ? -1 : a > b ? 1 : 0);
}

function toNumber(label: string): number {
  return label.trim() === '' ? NaN : Number(label);
}
