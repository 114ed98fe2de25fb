import type { CodedColumn } from '../../core/column.ts';
import { MISSING_CODE } from '../../core/column.ts';
import type { Table } from '../../core/table.ts';

/**
 * The table with labels of one column renamed: a file that writes `<=50K.` for what the model calls `<=50K` becomes a
 * table that says `<=50K`. Labels that are not named stay; a column without labels, or none of that name, is left alone.
 *
 * @example
 * const dictionary = ['<=50K.', '>50K'];
 * const income: Column = { kind: 'category', name: 'income', values: Uint32Array.of(0, 1), dictionary };
 * const renamed = renameLabels({ rows: 2, columns: [income] }, 'income', { '<=50K.': '<=50K' });
 * cellText(renamed.columns[0]!, 0) // '<=50K'
 */
export function renameLabels(table: Table, name: string, labels: Readonly<Record<string, string>>): Table {
  if (Object.keys(labels).length === 0) return table;
  return {
    rows: table.rows,
    columns: table.columns.map((column) =>
      column.name === name && 'dictionary' in column ? rename(column, labels) : column,
    ),
  };
}

function rename(column: CodedColumn, labels: Readonly<Record<string, string>>): CodedColumn {
  const renamed = column.dictionary.map((label) => (Object.hasOwn(labels, label) ? labels[label]! : label));
  const dictionary = [...new Set(renamed)];
  const codes = renamed.map((label) => dictionary.indexOf(label));
  return {
    ...column,
    dictionary,
    values: column.values.map((code) => (code === MISSING_CODE ? code : codes[code]!)),
  };
}
