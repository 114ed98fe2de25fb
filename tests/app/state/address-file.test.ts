import { expect, test } from 'vitest';
import { fetchFile, nameOf, parseAddress } from '../../../src/app/state/address-file.ts';

const ADDRESS = new URL('https://data.example/files/rows%202.csv?v=1');
const allowed = ['https://data.example'];

/** Answers as a host would, and keeps how it was asked. */
function host(body: BodyInit | null, options: ResponseInit & { url?: string } = {}) {
  const asked: RequestInit[] = [];
  const ask = (async (_: URL, init: RequestInit) => {
    asked.push(init);
    const response = new Response(body, options);
    if (options.url) Object.defineProperty(response, 'url', { value: options.url });
    return response;
  }) as unknown as typeof fetch;
  return { ask, asked };
}

test('a file comes with its bytes and its name, and nothing of the person goes', async () => {
  const { ask, asked } = host('a,b\n1,2\n', { headers: { 'content-type': 'text/csv' } });
  const seen: number[] = [];
  const { file, name } = await fetchFile(ADDRESS, { allowed, ask, onBytes: (bytes) => seen.push(bytes) });
  expect(await file.text()).toBe('a,b\n1,2\n');
  expect(name).toBe('rows 2.csv');
  expect(seen.at(-1)).toBe(8);
  expect(asked[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
});

test('an origin that was not allowed is not asked', async () => {
  const { ask, asked } = host('a\n1\n');
  const reading = fetchFile(ADDRESS, { allowed: ['https://other.example'], ask });
  await expect(reading).rejects.toMatchObject({
    code: 'origin-not-allowed',
    details: { origin: 'https://data.example' },
  });
  expect(asked).toEqual([]);
});

test.each([
  ['address-refused', host('no', { status: 404 })],
  ['address-moved', host('a\n1\n', { url: 'https://other.example/rows.csv' })],
  ['address-no-table', host('<!DOCTYPE html><p>Sign in')],
  ['address-no-table', host('a', { headers: { 'content-type': 'text/html; charset=utf-8' } })],
  ['address-no-table', host('')],
  ['address-no-table', host(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))],
  ['address-no-table', host('GIF', { headers: { 'content-type': 'image/gif' } })],
  ['address-too-large', host('x'.repeat(101))],
])('%s', async (code, { ask }) => {
  await expect(fetchFile(ADDRESS, { allowed, ask, maxBytes: 100 })).rejects.toMatchObject({ code });
});

test('UTF-16 is text, though it has zeros', async () => {
  const { ask } = host(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0]));
  expect((await fetchFile(ADDRESS, { allowed, ask })).file.size).toBe(6);
});

test('a host that does not let itself be read is told as such, and a cancel as a cancel', async () => {
  const ask = (() => Promise.reject(new TypeError('Failed to fetch'))) as typeof fetch;
  await expect(fetchFile(ADDRESS, { allowed, ask })).rejects.toMatchObject({ code: 'address-unreachable' });
  const signal = AbortSignal.abort();
  await expect(fetchFile(ADDRESS, { allowed, ask, signal })).rejects.toMatchObject({ code: 'cancelled' });
});

test('addresses are read, and named', () => {
  expect(parseAddress(' https://data.example/a.csv ').href).toBe('https://data.example/a.csv');
  for (const text of ['rows.csv', 'file:///a.csv', 'https://a:b@data.example/', ''])
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'address-invalid' }));
  expect(nameOf(new URL('https://data.example/'))).toBe('data.example');
  expect(nameOf(new URL('https://data.example/%E0%A4.csv'))).toBe('%E0%A4.csv');
});
