import type { Id } from '../../core/ids.ts';

/**
 * Makes one controller a project and keeps it as long as its house, so that going from page to page loses nothing.
 *
 * It is made while a page is being drawn and outlives it: what it derives are getters, since a `$derived` would end with
 * that page.
 */
export function keeper<H extends object, T>(
  make: (house: H, projectId: Id) => T,
): (house: H, projectId: Id) => T {
  const houses = new WeakMap<H, Map<Id, T>>();
  return (house, projectId) => {
    const kept = houses.get(house) ?? new Map<Id, T>();
    houses.set(house, kept);
    const known = kept.get(projectId);
    if (known !== undefined) return known;
    const made = make(house, projectId);
    kept.set(projectId, made);
    return made;
  };
}
