import type { Id } from '../core/ids.ts';
import type { ProjectView, TargetSuggestion, Workspace } from '../workspace/api.ts';
import { newestTable } from './newest-table.ts';

/** Of which table what is predicted, and how it is divided, as the app would propose it: the newest table, and the project's own target, else the column that looks like one. */
export async function proposedTarget(
  workspace: Workspace,
  view: ProjectView,
  asked: { readonly table?: Id; readonly target?: string },
): Promise<TargetSuggestion & { readonly tableId: Id }> {
  const tableId = asked.table ?? newestTable(view).id;
  const column = asked.target ?? view.project.target?.column;
  const proposed =
    column === undefined
      ? await workspace.suggestTarget(tableId)
      : await workspace.describeTarget(tableId, column);
  return { ...proposed, tableId };
}
