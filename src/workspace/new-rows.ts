import { type LabelOrigin, LABEL_ORIGINS, isEvidence } from '../core/feedback.ts';
import type { Id } from '../core/ids.ts';
import type { ModelVersion, Role, Split, SplitOrigins, TableVersion } from '../core/records.ts';
import type { Jobs } from './api.ts';
import type { ReadTable, StoredRows } from './compute.ts';
import { type BatchRows, JUDGE_SHARE } from './contest.ts';
import { refuseLearnt } from './feedback.ts';
import { type House, newId } from './house.ts';
import { laterReading, requireReadableLabels } from './later-reading.ts';
import type { RowsRequest } from './rows-request.ts';
import { recipeOf } from './stored-models.ts';
import { sourceOf, tableVersion } from './tables.ts';
import type { Work } from './work.ts';

/** A batch of new labelled rows: drafted as a table with its split. */
export interface NewRows extends BatchRows<StoredRows> {
  readonly table: TableVersion;
  readonly split: Split;
  /** Of how many predictions the labels are answers, where that is known. */
  readonly served: number | null;
  /** The label events that these rows were. */
  readonly answers: readonly Id[];
}

/** How the rows of a batch are brought. */
export type BringRows<Request> = (
  house: House,
  work: Work,
  version: ModelVersion,
  request: Request,
) => Promise<NewRows>;

/** Rows of a file: all of a full batch. */
export const rowsOfFile: BringRows<Jobs['learn-on']['request']> = async (
  house,
  work,
  version,
  { file, fileName, labels },
) => {
  const { target } = version;
  const options = await laterReading(house, version);
  const rename = { column: target.column, labels };
  const read = await work.compute('read', { file, fileName, options, rename });
  requireReadableLabels(target, read.report);
  const name = fileName ?? 'Pasted rows';
  const source = sourceOf(file, fileName, read.report.format, options);
  return divided(house, work, version, read, { name, source, origins: null, served: null, answers: [] });
};

/** Rows that were handed over, each with the origin of its label. */
export const rowsHandedOver: BringRows<RowsRequest> = async (house, work, version, request) => {
  const { file, rows, served, answers } = request;
  await refuseLearnt(house, version.projectId, answers);
  const { inputs } = await recipeOf(house, version);
  const fields = inputs.map(({ name, kind }) => ({ name, kind }));
  const gathered = await work.compute('gather', { rows: file, inputs: fields, target: version.target });
  const name = answers.length > 0 ? 'Answered predictions' : 'Labelled rows';
  const { origins } = gathered;
  const source = { kind: 'rows', rows } as const;
  return divided(house, work, version, gathered, { name, source, origins, served, answers });
};

async function divided(
  house: House,
  work: Work,
  { target, projectId }: ModelVersion,
  read: ReadTable,
  about: Pick<TableVersion, 'name' | 'source'> &
    Pick<NewRows, 'served' | 'answers'> & { readonly origins: SplitOrigins | null },
): Promise<NewRows> {
  const { name, source, origins, served, answers } = about;
  const { evidence, ...assigned } = await work.compute('divide', {
    target,
    table: read.table,
    origins: origins?.rows ?? null,
    judgeShare: JUDGE_SHARE,
  });
  const table = tableVersion(house, read, { projectId, name, cause: 'learn-on', source });
  const split: Split = {
    kind: 'split',
    id: newId(house),
    projectId,
    tableId: table.id,
    target: target.column,
    task: target.task,
    strategy: { kind: 'learn-on' },
    fractions: null,
    ...assigned,
    ...(origins && { origins }),
  };
  const rowsOf = (...named: Role[]): StoredRows => ({ table: read.table, roles: [assigned.roles], named });
  const fair = (rows: StoredRows): StoredRows =>
    origins ? { ...rows, origins: { rows: origins.rows, named: EVIDENCE } } : rows;
  const judges = assigned.counts.judge;
  return {
    table,
    split,
    served,
    answers,
    training: rowsOf('train'),
    evidence: {
      labelled: evidence > 0 ? fair(rowsOf('train', 'judge')) : null,
      training: evidence > judges ? fair(rowsOf('train')) : null,
      judging: judges > 0 ? rowsOf('judge') : null,
    },
  };
}

const EVIDENCE: readonly LabelOrigin[] = LABEL_ORIGINS.filter(isEvidence);
