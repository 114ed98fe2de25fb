import type { TableVersion } from '../core/records.ts';
import type { Target, Task } from '../core/schema.ts';
import { defaultRecipe } from '../flow/prepare/default-recipe.ts';
import { suggestTargetColumn, targetNotes, targetTasks } from '../flow/prepare/target.ts';
import { proposeSplit } from '../flow/select/split.ts';
import { PerennialError } from '../core/errors.ts';
import type { TargetSuggestion } from './api.ts';
import { findSample } from './catalog.ts';
import { type House, need } from './house.ts';
import { storedTableOf } from './tables.ts';
import { asking } from './work.ts';

export async function suggestTarget(house: House, tableId: string): Promise<TargetSuggestion> {
  const table = await need(house, 'table', tableId);
  const sample = table.source.kind === 'sample' ? await findSample(table.source.sample) : null;
  const column = sample?.target ?? suggestTargetColumn(table.columns);
  if (column === null)
    throw new PerennialError(
      'target',
      'no column can be predicted: each is constant, free text, an identifier or empty; bring rows with a label',
      { stage: 'prepare' },
    );
  return describeTarget(house, tableId, column);
}

export async function describeTarget(
  house: House,
  tableId: string,
  column: string,
): Promise<TargetSuggestion> {
  const table = await need(house, 'table', tableId);
  const { profile, task, tasks, classes } = targetOf(table, column);
  const target: Target = { column, task, classes };
  const isStream = table.source.kind === 'sample' && (await findSample(table.source.sample)).isStream;
  const { split, reason } = proposeSplit(table.columns, isStream);
  const choice = { excluded: [], included: [] };
  const { excluded, notes } = defaultRecipe(table.columns, target, choice);
  const { notes: rawNotes } = defaultRecipe(table.columns, target, choice, 'raw');
  const { suspects } = await asking(house, 'describe', { table: storedTableOf(table), target });
  return {
    column,
    task,
    tasks,
    classes,
    split,
    splitReason: reason,
    excluded,
    warnings: [
      ...suspects.map(({ message }) => message),
      ...targetNotes(profile, task),
      ...notes,
      ...rawNotes,
    ],
  };
}

/** The target that a column makes, for the task asked for. */
export function targetFor(table: TableVersion, column: string, task: Task): Target {
  const found = targetOf(table, column);
  if (!found.tasks.includes(task))
    throw new PerennialError(
      'target',
      `column "${column}" cannot be learnt as ${task}; it can as ${found.tasks.join(' or ')}`,
      { stage: 'prepare' },
    );
  return { column, task, classes: task === 'regression' ? [] : found.classes };
}

function targetOf(table: TableVersion, column: string) {
  const profile = table.columns.find(({ name }) => name === column);
  if (profile) return { profile, ...targetTasks(profile) };
  throw new PerennialError('missing-column', `table "${table.name}" has no column "${column}"`, {
    stage: 'prepare',
  });
}
