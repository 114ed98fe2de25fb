import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HOME_HREF,
  parseRoute,
  SETTINGS_HREF,
  STAGE_NAMES,
  stageHref,
  WATCH_HREF,
} from '../../../src/app/state/route.ts';

describe('parseRoute', () => {
  it('reads what stageHref wrote, whatever is in it', () => {
    const texts = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(...STAGE_NAMES),
        fc.dictionary(texts, texts),
        (projectId, stage, query) => {
          const route = parseRoute(stageHref(projectId, stage, query));
          expect(route.projectId).toBe(projectId);
          expect(route.stage).toBe(stage);
          expect(Object.entries(route.query)).toEqual(Object.entries(query));
        },
      ),
    );
  });

  it('reads the pages that need no project', () => {
    expect(parseRoute(WATCH_HREF)).toEqual({ projectId: null, stage: 'watch', query: {} });
    expect(parseRoute(SETTINGS_HREF)).toEqual({ projectId: null, stage: 'settings', query: {} });
    expect(parseRoute(stageHref('01J', 'watch'))).toEqual({ projectId: '01J', stage: 'watch', query: {} });
  });

  it('takes any other address for home', () => {
    for (const hash of ['', '#', HOME_HREF, '#/nowhere', '#/project', '#/project/'])
      expect(parseRoute(hash)).toEqual({ projectId: null, stage: null, query: {} });
  });

  it('opens a project on its data when the stage is unknown or left out', () => {
    expect(parseRoute('#/project/01J').stage).toBe('data');
    expect(parseRoute('#/project/01J/nowhere').stage).toBe('data');
  });

  it('keeps an id that is no valid percent-encoding as it stands', () => {
    expect(parseRoute('#/project/100%/train')).toMatchObject({ projectId: '100%', stage: 'train' });
  });
});
