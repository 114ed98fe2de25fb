import { expect, test } from 'vitest';
import { Refused } from '../../src/seal/routes.ts';
import { judge, type Sighting } from '../../src/seal/verdict.ts';

const ROUTE = { name: 'fetch', to: 'another origin' } as const;
const NOTHING: Sighting = {
  violation: null,
  cancelled: null,
  hasLeft: false,
  refusal: null,
  error: null,
  isSettled: false,
};
const verdictOf = (seen: Partial<Sighting>) => judge(ROUTE, { ...NOTHING, ...seen }).verdict;

test('only what was seen to stop an attempt closes a route', () => {
  expect(verdictOf({ violation: 'connect-src' })).toBe('refused');
  expect(verdictOf({ cancelled: 'cancelled' })).toBe('disabled');
  expect(verdictOf({ refusal: 'a query could carry data' })).toBe('disabled');
  expect(verdictOf({ error: new Refused('refused', 'sandbox') })).toBe('refused');
  expect(verdictOf({ error: new Refused('untried', 'it would end the page') })).toBe('untried');
});

test('an error, silence or success leave it open', () => {
  expect(verdictOf({ error: new TypeError('Failed to fetch') })).toBe('open');
  expect(verdictOf({})).toBe('open');
  expect(verdictOf({ isSettled: true })).toBe('open');
  expect(verdictOf({ hasLeft: true })).toBe('open');
});

test('an answer of the service worker that says no is no success', () => {
  expect(verdictOf({ isSettled: true, refusal: 'the app has no such file' })).toBe('disabled');
});

test('what was seen is told', () => {
  expect(judge(ROUTE, { ...NOTHING, violation: 'connect-src' })).toEqual({
    route: 'fetch to another origin',
    verdict: 'refused',
    seen: 'connect-src',
  });
  expect(judge({ name: 'Beacon', to: 'own body' }, NOTHING).route).toBe(
    'Beacon to the own origin, in the body',
  );
  expect(judge(ROUTE, { ...NOTHING, error: new TypeError('Failed to fetch') }).seen).toContain(
    'Failed to fetch',
  );
});
