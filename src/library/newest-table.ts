import { PerennialError } from '../core/errors.ts';
import type { TableVersion } from '../core/records.ts';
import type { ProjectView } from '../workspace/api.ts';

/** The newest table that was brought to be trained on; throws `no-table`. */
export function newestTable({ project, tables }: ProjectView): TableVersion {
  const table = tables.findLast(({ cause }) => cause !== 'learn-on') ?? tables.at(-1);
  if (table) return table;
  throw new PerennialError('no-table', `there is no table in "${project.name}"; add one first`, {
    stage: 'workspace',
  });
}
