import { expect, test } from 'vitest';
import {
  countVerdicts,
  holderFact,
  isDeparture,
  openMeaning,
  orderResults,
  policyFacts,
} from '../../../../src/app/stages/settings/seal-words.ts';
import { metaPolicy } from '../../../../src/seal/headers.ts';
import { originsAllowedBy, parsePolicy } from '../../../../src/seal/policy.ts';

const results = (['refused', 'open', 'absent', 'refused', 'untried', 'disabled'] as const).map(
  (verdict, index) => ({
    route: `way ${index}`,
    verdict,
    seen: '',
  }),
);

test('open ways come first, and those of one verdict stay in order', () => {
  expect(orderResults(results).map(({ route }) => route)).toEqual([
    'way 1',
    'way 4',
    'way 5',
    'way 0',
    'way 3',
    'way 2',
  ]);
  expect(countVerdicts(results).get('refused')).toBe(2);
  expect(countVerdicts([]).get('open')).toBe(0);
});

const valuesOf = (policy: string) => {
  const parsed = parsePolicy(policy);
  return policyFacts(parsed, originsAllowedBy(parsed), true).map(({ value }) => value);
};

test('the policy is told in words', () => {
  expect(valuesOf(metaPolicy())).toEqual([
    'Only files of the app',
    'Only to the app’s own host',
    'Are never sent',
    'Other pages are never shown in this one',
  ]);
  expect(valuesOf(metaPolicy(['https://data.example']))[1]).toBe(
    'The app’s own host, and https://data.example',
  );
});

test('where there is no policy nothing is claimed', () => {
  expect(valuesOf('')).toEqual(['From anywhere', 'To anywhere', 'May be sent', 'May show other pages']);
});

test('what was answered from this device has not left it', () => {
  expect(isDeparture({ outcome: 'stored' })).toBe(false);
  for (const outcome of ['host', 'sent', 'refused', 'blocked'] as const)
    expect(isDeparture({ outcome })).toBe(true);
});

test('what an open way means is said where the way alone does not say it', () => {
  expect(openMeaning({ route: 'fetch of a fresh frame to the own origin, in the query' })).toContain(
    'nobody else',
  );
  expect(openMeaning({ route: 'DNS prefetch link to another origin' })).toContain('name of a host');
  expect(openMeaning({ route: 'fetch to another origin' })).toBe('');
});

test('what the host is asked for is only said to stay here where a service worker answers', () => {
  const noteOf = (isControlled: boolean) =>
    policyFacts(parsePolicy(metaPolicy()), [], isControlled).find(({ name }) => name === 'Connections')!.note;
  expect(noteOf(true)).toContain('answered from this device');
  expect(noteOf(false)).toContain('does reach it');
  expect(holderFact(true, true).value).toContain('service worker');
  expect(holderFact(false, true).note).toContain('An ordinary reload brings it back');
  expect(holderFact(false, false).note).toContain('no service worker here');
});
