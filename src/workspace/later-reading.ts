import type { ColumnKind } from '../core/column.ts';
import { PerennialError } from '../core/errors.ts';
import type { ReadOptions, ReadReport } from '../core/reader.ts';
import type { ModelVersion, NumberMarks } from '../core/records.ts';
import type { Target } from '../core/schema.ts';
import { type House, need } from './house.ts';
import { recipeOf } from './stored-models.ts';

/**
 * How a later file is read for a model: as the table was that it was trained on. The columns that it needs are of the
 * kinds that it knows, and numbers are written as the person said of that table. A label that the model does not know must
 * stay to be seen, so classes are read as categories; where they are false and true the file may say yes and no as well, so
 * that kind is found out.
 *
 * What is known of how this very file is written goes before how the table was; the kinds are the model's.
 */
export async function laterReading(
  house: House,
  version: ModelVersion,
  known: ReadOptions = {},
): Promise<ReadOptions> {
  const { target } = version;
  const marks = await numberMarks(house, version);
  const kinds: Record<string, ColumnKind> = {};
  for (const { name, kind } of (await recipeOf(house, version)).inputs) kinds[name] = kind;
  const isTruth = target.classes.join() === 'false,true';
  if (!isTruth) kinds[target.column] = target.task === 'regression' ? 'number' : 'category';
  return { ...marks, ...known, kinds };
}

/** How a person said that numbers are written: of the table that the model was trained on, or, where it came in a file, as that tells. */
export async function numberMarks(
  house: House,
  { splits, numbers }: ModelVersion,
): Promise<NumberMarks | undefined> {
  const [first] = splits;
  if (numbers || first === undefined) return numbers;
  const { source } = await need(house, 'table', (await need(house, 'split', first)).tableId);
  return 'numbers' in source ? source.numbers : undefined;
}

/**
 * A cell of the target that could not be read is a label all the same: it is refused, not passed over as if none were there.
 *
 * Throws `column-kind`, naming the first such cell, its line in the file, and how many there are.
 */
export function requireReadableLabels({ column, task }: Target, { unreadable }: ReadReport): void {
  const cells = unreadable.find((each) => each.column === column);
  if (!cells) return;
  const { count, firstText, firstLine } = cells;
  const learnt = task === 'regression' ? 'a number' : 'a yes or no';
  throw new PerennialError(
    'column-kind',
    `column "${column}" was learnt as ${learnt}, but "${firstText}" (line ${firstLine}; ${count} ${count === 1 ? 'cell' : 'cells'} in all) is none; correct ${count === 1 ? 'this cell' : 'these cells'} in the file, or leave ${count === 1 ? 'it' : 'them'} empty`,
    { stage: 'prepare', details: { column, cell: firstText, line: firstLine, count } },
  );
}
