import { type Column, cellText, isMissing } from '../../core/column.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Field } from '../../core/schema.ts';
import type { Table } from '../../core/table.ts';
import { isCoded } from './present.ts';

/**
 * What a model has to cope with in a row: missing cells, labels that it has never seen, numbers beyond what it has
 * learnt. Sentences for the person who reads the prediction.
 *
 * @param row the recipe's inputs in their order, of the kinds that were learnt
 */
export function rowNotes({ inputs }: Recipe, row: Table): string[] {
  return inputs.flatMap((field, index) => noteOf(row.columns[index]!, field) ?? []);
}

function noteOf(column: Column, field: Field): string | null {
  if (isMissing(column, 0))
    return field.missing > 0
      ? `"${field.name}" is missing, as it was in ${countRows(field.missing)}.`
      : `"${field.name}" is missing, which it never was in the training rows.`;
  if (column.kind === 'number') return outside(column.values[0]!, field);
  if (!isCoded(column) || column.kind !== 'category') return null;
  const label = cellText(column, 0)!;
  if (field.labels.includes(label)) return null;
  return field.distinct <= field.labels.length
    ? `"${field.name}" is "${label}", a label that the training rows never had.`
    : `"${field.name}" is "${label}", which is none of the ${field.labels.length} most frequent labels of the training rows.`;
}

function outside(value: number, { name, minimum, maximum }: Field): string | null {
  if (minimum === null || maximum === null) return `"${name}" never had a value in the training rows.`;
  if (value < minimum) return `"${name}" is ${value}, below ${minimum}, the smallest of the training rows.`;
  if (value > maximum) return `"${name}" is ${value}, above ${maximum}, the largest of the training rows.`;
  return null;
}

function countRows(rows: number): string {
  return rows === 1 ? 'one training row' : `${rows.toLocaleString('en-US')} training rows`;
}
