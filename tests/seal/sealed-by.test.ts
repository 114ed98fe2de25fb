import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, isSealedBy, metaPolicy } from '../../src/seal/headers.ts';

const policy = contentSecurityPolicy();

test('the own policy seals, in any order of its directives and beside another policy', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(policy.split('; '), { minLength: policy.split('; ').length }),
      (parts) => {
        expect(isSealedBy(parts.join(' ;  '))).toBe(true);
        expect(isSealedBy(`default-src 'self', ${parts.join(';')};`)).toBe(true);
      },
    ),
  );
});

test('a policy that lacks a directive, or says one more, does not', () => {
  for (const part of policy.split('; '))
    expect(isSealedBy(policy.replace(part, '')), `without ${part}`).toBe(false);
  for (const more of ["script-src-elem 'unsafe-inline'", 'report-uri https://elsewhere.example'])
    expect(isSealedBy(`${policy}; ${more}`), more).toBe(false);
  expect(isSealedBy(policy.replace("connect-src 'self'", 'connect-src *'))).toBe(false);
  expect(isSealedBy(metaPolicy())).toBe(false);
  expect(isSealedBy(null)).toBe(false);
});

test('an origin that is allowed is in the policy of header and page', () => {
  const allowed = ['https://data.example'];
  expect(contentSecurityPolicy(allowed)).toContain("connect-src 'self' https://data.example;");
  expect(metaPolicy(allowed)).toContain("connect-src 'self' https://data.example;");
  expect(isSealedBy(contentSecurityPolicy(allowed))).toBe(false);
  expect(isSealedBy(contentSecurityPolicy(allowed), allowed)).toBe(true);
});
