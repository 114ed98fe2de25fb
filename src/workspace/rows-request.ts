import { PerennialError } from '../core/errors.ts';
import { LABEL_ORIGINS, type LabelledRow } from '../core/feedback.ts';
import type { Id } from '../core/ids.ts';
import type { Jobs } from './api.ts';

/** Enough for a day of a busy service, and some tens of megabytes while they are a table. More come better as a file. */
const MOST_ROWS = 100_000;

/** Rows to learn, as they are written down while they are learnt. */
export interface RowsRequest extends Omit<Jobs['learn-rows']['request'], 'rows'> {
  /** An array of `LabelledRow` as JSON: kept beside the job like a file. */
  readonly file: Blob;
  readonly rows: number;
  /** Of how many predictions the labels are answers; null where nobody counted. */
  readonly served: number | null;
  /** The label events that these rows were; none where they were not asked for here. */
  readonly answers: readonly Id[];
}

/**
 * @throws PerennialError `too-many-rows`; `rows`, naming the row that is none
 */
export function rowsRequest(
  { rows, projectId, engine, seed }: Jobs['learn-rows']['request'],
  { served, answers }: Pick<RowsRequest, 'served' | 'answers'> = { served: null, answers: [] },
): RowsRequest {
  if (rows.length > MOST_ROWS)
    throw new PerennialError(
      'too-many-rows',
      `${rows.length} rows are more than the ${MOST_ROWS} that can be handed over at once; bring them in parts, or as a file`,
      { stage: 'collect', details: { rows: rows.length, most: MOST_ROWS } },
    );
  rows.forEach(checkRow);
  const file = new Blob([JSON.stringify(rows)], { type: 'application/json' });
  return { projectId, file, rows: rows.length, served, answers, engine, seed };
}

function checkRow({ cells, label, origin }: LabelledRow, index: number): void {
  if (!LABEL_ORIGINS.includes(origin))
    refuse(index, `its origin is "${String(origin)}"; it must be one of ${LABEL_ORIGINS.join(', ')}`);
  if (typeof cells !== 'object' || cells === null)
    refuse(index, 'it has no cells; name each with its column');
  for (const [name, cell] of Object.entries(cells))
    if (!isPlain(cell)) refuse(index, `"${name}" is ${told(cell)}; ${PLAIN}, or null where it is missing`);
  if (label === null || label === undefined || !isPlain(label))
    refuse(index, `its label is ${told(label)}; ${PLAIN}`);
}

const PLAIN = 'it must be a text, a finite number, true or false';

function isPlain(cell: unknown): boolean {
  if (cell === null || cell === undefined || typeof cell === 'string' || typeof cell === 'boolean')
    return true;
  return typeof cell === 'number' && Number.isFinite(cell);
}

function told(value: unknown): string {
  return typeof value === 'number' || value === null || value === undefined
    ? String(value)
    : `a ${typeof value}`;
}

function refuse(index: number, why: string): never {
  throw new PerennialError('rows', `row ${index + 1} cannot be learnt: ${why}`, {
    stage: 'collect',
    details: { row: index + 1 },
  });
}
