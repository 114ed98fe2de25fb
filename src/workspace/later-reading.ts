import type { ColumnKind } from '../core/column.ts';
import type { ReadOptions } from '../core/reader.ts';
import type { ModelVersion } from '../core/records.ts';
import { type House, need } from './house.ts';
import { recipeOf } from './stored-models.ts';

/**
 * How a later file is read for a model: as the table was that it was trained on. The columns that it needs are of the
 * kinds that it knows, and numbers are written as the person said of that table. A label that the model does not know must
 * stay to be seen, so classes are read as categories; where they are false and true the file may say yes and no as well, so
 * that kind is found out.
 */
export async function laterReading(house: House, version: ModelVersion): Promise<ReadOptions> {
  const { target, splits } = version;
  const { source } = await need(house, 'table', (await need(house, 'split', splits[0]!)).tableId);
  const kinds: Record<string, ColumnKind> = {};
  for (const { name, kind } of (await recipeOf(house, version)).inputs) kinds[name] = kind;
  const isTruth = target.classes.join() === 'false,true';
  if (!isTruth) kinds[target.column] = target.task === 'regression' ? 'number' : 'category';
  return { kinds, ...('numbers' in source && source.numbers) };
}
