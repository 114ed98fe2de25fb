export const STAGE_NAMES = ['data', 'train', 'evaluate', 'predict', 'deploy', 'learn', 'models'] as const;
export type StageName = (typeof STAGE_NAMES)[number];
/** Settings and the player are pages of a project, and of the device while no project is open. */
export type PageName = StageName | 'settings' | 'watch';

/** Where the person is: at home, or on a stage of a project. */
export interface Route {
  readonly projectId: string | null;
  readonly stage: PageName | null;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * @example
 * parseRoute('#/project/01J/evaluate?version=01K') // { projectId: '01J', stage: 'evaluate', query: { version: '01K' } }
 * parseRoute('#/nowhere') // { projectId: null, stage: null, query: {} }
 */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, room, projectId, stage] = path.split('/');
  const query = Object.fromEntries(new URLSearchParams(search));
  if (room === 'settings' || room === 'watch') return { projectId: null, stage: room, query };
  if (room !== 'project' || !projectId) return { projectId: null, stage: null, query };
  return { projectId: decode(projectId), stage: isPage(stage) ? stage : 'data', query };
}

/** The address of a stage, for a link. */
export function stageHref(
  projectId: string,
  stage: PageName,
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(query).toString();
  return `#/project/${encodeURIComponent(projectId)}/${stage}${search && `?${search}`}`;
}

export const HOME_HREF = '#/';
export const SETTINGS_HREF = '#/settings';
export const WATCH_HREF = '#/watch';

function isPage(name: string | undefined): name is PageName {
  return name === 'settings' || name === 'watch' || STAGE_NAMES.some((each) => each === name);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
