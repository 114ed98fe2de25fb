import type { ModelVersion, Role, Split } from '../../../core/records.ts';
import type { Catalog, ProjectView } from '../../../../workers/workspace/contract.ts';
import { stepsText } from '../charts/curve-words.ts';
import { bytesText, countText, durationText, numberText, timeText } from '../format.ts';
import { originsText } from '../origin-words.ts';
import { ENGINES, splitText } from '../words.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note?: string | null;
}

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  train: 'learnt from',
  validation: 'told when to stop',
  guard: 'kept to notice forgetting',
  report: 'kept to report',
  judge: 'kept to judge',
  unused: 'unused',
};

/**
 * What a split's rows do, in words.
 *
 * @example
 * rolesText({ train: 65, validation: 15, guard: 5, report: 15, judge: 0, unused: 0 })
 * // "65 learnt from, 15 told when to stop, 5 kept to notice forgetting, 15 kept to report"
 */
export function rolesText(counts: Split['counts']): string {
  return (Object.keys(ROLE_WORDS) as Role[])
    .filter((role) => counts[role] > 0)
    .map((role) => `${countText(counts[role])} ${ROLE_WORDS[role]}`)
    .join(', ');
}

/** What a learner is called in the catalog. */
export function learnerTitle(version: ModelVersion, catalog: Catalog | null): string {
  const { kind } = version.learner;
  return catalog?.learners.find((learner) => learner.kind === kind)?.title ?? kind;
}

/** Where a version came from: trained from scratch, or gone on from another. */
export function causeText(version: ModelVersion, view: Pick<ProjectView, 'versions'>): string {
  if (version.cause === 'trained') return 'Trained from scratch';
  if (version.cause === 'imported') return 'Came in a file';
  const parents = version.parents.map(
    (id) => view.versions.find((each) => each.id === id)?.number ?? 'a version that is gone',
  );
  return `Learnt on from version ${parents.join(' and ')}`;
}

/** Whether another system trained it: what it learnt from is not known here, and its rows have only measured it. */
export function isFromElsewhere({ cause, splits }: Pick<ModelVersion, 'cause' | 'splits'>): boolean {
  return cause === 'imported' && splits.length > 0;
}

/** The rows that a version learnt last, or of one that came in a file those that it was measured on, in a few words. */
export function dataText(version: ModelVersion, view: Pick<ProjectView, 'splits' | 'tables'>): string {
  const split = view.splits.find(({ id }) => id === version.splits.at(-1));
  const table = view.tables.find(({ id }) => id === split?.tableId);
  if (version.splits.length === 0) return 'without the rows that it learnt from';
  if (!split || !table) return 'its table is gone';
  if (isFromElsewhere(version))
    return `measured on ${countText(split.counts.report, 'row')} of ${table.name}`;
  return `${countText(split.counts.train, 'row')} of ${table.name}`;
}

/** What a version was trained with, for a person to check or to repeat. */
export function versionFacts(
  version: ModelVersion,
  view: Pick<ProjectView, 'versions' | 'splits' | 'tables'>,
  catalog: Catalog | null,
): readonly Fact[] {
  const split = view.splits.find(({ id }) => id === version.splits.at(-1));
  const table = view.tables.find(({ id }) => id === split?.tableId);
  const first = version.splits.length - 1;
  const isElse = isFromElsewhere(version);
  const options = Object.entries(version.learner.options)
    .map(
      ([name, value]) => `${name} ${typeof value === 'number' ? numberText(value) : JSON.stringify(value)}`,
    )
    .join(', ');
  return [
    { name: 'Predicts', value: version.target.column, note: targetNote(version) },
    { name: 'Learner', value: learnerTitle(version, catalog), note: options },
    {
      name: 'Rows',
      value: table
        ? `${countText(table.rows)} of ${table.name}`
        : first < 0
          ? 'not in the file'
          : 'a table that is gone',
      note: [
        split && (isElse ? measuredText(split.counts) : rolesText(split.counts)),
        first > 0 && `and those of ${countText(first, 'table')} before`,
      ]
        .filter(Boolean)
        .join(' '),
    },
    ...(split && split.strategy.kind !== 'learn-on'
      ? [{ name: 'Rows apart', value: splitText(split.strategy, version.target.task) }]
      : []),
    ...(split?.origins
      ? [
          {
            name: 'Labels',
            value: originsText(split.origins.counts),
            note: 'only checks and full batches judge',
          },
        ]
      : []),
    { name: 'Engine', value: ENGINES[version.engine.kind], note: version.engine.reason },
    isElse
      ? {
          name: 'Trained',
          value: 'elsewhere',
          note: `${stepsText(version.steps, version.learner.kind)}, brought in as they are`,
        }
      : {
          name: 'Trained in',
          value: durationText(version.durationMs / 1000),
          note: `${stepsText(version.steps, version.learner.kind)}, seed ${version.seed}`,
        },
    { name: 'Size', value: bytesText(version.sizeBytes), note: 'weights, moments and memory' },
    { name: 'Made', value: timeText(version.createdAt), note: causeText(version, view) },
  ];
}

/** What the rows do for a model that another system trained. */
function measuredText({ train, report }: Split['counts']): string {
  return `${countText(report)} measured it; of ${countText(train)} it keeps some in memory, to learn on beside them`;
}

function targetNote({ target: { task, classes } }: ModelVersion): string {
  if (task === 'regression') return 'a number';
  const shown = classes.slice(0, 6).join(', ');
  return classes.length > 6 ? `${countText(classes.length)} classes: ${shown}, …` : shown;
}
