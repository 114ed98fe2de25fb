import { type CodedColumn, type Column, MISSING_CODE } from '../../../core/column.ts';
import { isCoded } from '../present.ts';
import { refuseKind } from './replace-columns.ts';

const UNKNOWN = -1;

/** Throws `column-kind` for a column without labels. */
export function coded(step: string, column: Column): CodedColumn {
  return isCoded(column) ? column : refuseKind(step, column, 'category, text or identifier');
}

/** For each code that stands in the column, the place of its label among these, or their number for one that is none of them. */
export function placesOf(column: CodedColumn, labels: readonly string[]): Int32Array<ArrayBuffer> {
  const known = new Map(labels.map((label, place) => [label, place]));
  const places = new Int32Array(column.dictionary.length).fill(UNKNOWN);
  for (const code of column.values)
    if (code !== MISSING_CODE && places[code] === UNKNOWN)
      places[code] = known.get(column.dictionary[code]!) ?? labels.length;
  return places;
}
