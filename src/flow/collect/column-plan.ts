import type { ColumnKind } from '../../core/column.ts';
import type { CellFormats } from './cell-parser.ts';

/** How a column is to be read. */
export interface ColumnPlan extends CellFormats {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Asked for by a person: what does not fit is missing. Otherwise it shows that the guess was wrong. */
  readonly isAsked: boolean;
  /** A sentence for the person where it could be read in another way. */
  readonly note: string | null;
}
