import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import { contentSecurityPolicy } from '../../src/seal/headers.ts';
import { parseOrigin } from '../../src/seal/origin.ts';
import { originsAllowedBy, parsePolicy } from '../../src/seal/policy.ts';

test.each([
  ['https://data.example', 'https://data.example'],
  [' https://Data.Example:443/ ', 'https://data.example'],
  ['data.example', 'https://data.example'],
  ['https://data.example:8443', 'https://data.example:8443'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://127.0.0.1:1', 'http://127.0.0.1:1'],
  ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
])('%s is the origin %s', (text, origin) => {
  expect(parseOrigin(text)).toBe(origin);
});

test.each([
  '',
  'http://data.example',
  'ftp://data.example',
  'javascript://data.example',
  'https://*',
  'https://*.example',
  'https://data.example/rows.csv',
  'https://data.example?q',
  'https://data.example#h',
  'https://data.example/?',
  'https://user:word@data.example',
  "https://data.example; script-src 'unsafe-eval'",
  'https://data.example,https://other.example',
  'https://data.example https://other.example',
  'https://',
  'http://localhost.data.example',
  'blob:https://data.example/1',
])('"%s" cannot be allowed', (text) => {
  expect(() => parseOrigin(text)).toThrow(expect.objectContaining({ code: 'origin-invalid' }));
});

test('whatever is written, the policy has one more origin, or none', () => {
  const before = parsePolicy(contentSecurityPolicy());
  const piece = fc.constantFrom(
    'https://',
    'http://',
    'a.example',
    ';',
    ' ',
    "'",
    '"',
    '*',
    ',',
    '/',
    ':8',
    '@',
    '%3b',
    '\t',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        let origin;
        try {
          origin = parseOrigin(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PerennialError);
          return;
        }
        const after = parsePolicy(contentSecurityPolicy([origin]));
        expect(originsAllowedBy(after)).toEqual([origin]);
        expect([...after.keys()]).toEqual([...before.keys()]);
        for (const [name, values] of after)
          if (name !== 'connect-src') expect(values).toEqual(before.get(name));
      },
    ),
  );
});
