import type { ModelVersion } from '../../core/records.ts';
import type { ProjectView } from '../../../workers/workspace/contract.ts';

/** The version that the address names; without a name the champion, without a champion the newest. */
export function chosenVersion(
  view: Pick<ProjectView, 'versions' | 'aliases'>,
  id: string | undefined,
): ModelVersion | null {
  const { versions, aliases } = view;
  return (
    versions.find((version) => version.id === id) ??
    versions.find((version) => version.id === aliases.champion?.versionId) ??
    versions.at(-1) ??
    null
  );
}
