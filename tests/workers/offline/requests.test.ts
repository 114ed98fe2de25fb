import { expect, test } from 'vitest';
import { securityHeaders } from '../../../src/seal/headers.ts';
import { RELEASE_META } from '../../../src/seal/release.ts';
import type { LedgerEntry } from '../../../src/seal/ledger.ts';
import { Requests } from '../../../workers/offline/requests.ts';
import type { FetchEvent } from '../../../workers/offline/scope.ts';

const SCOPE = 'https://models.example/app/';
const PAGE = '<head><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;"></head>';
const FILES: Record<string, string> = { 'index.html': PAGE, 'assets/a.js': 'let a', 'a.wasm': 'bytes' };

type Rooms = ConstructorParameters<typeof Requests>[0];

/** The decision about a request: what is answered, or null where it is left to the browser; and what the ledger says. */
async function ask(
  url: string,
  {
    method = 'GET',
    mode = 'cors',
    known = ['https://data.example'] as string[] | null,
    from = `${SCOPE}assets/compute-worker-1.js`,
  } = {},
): Promise<{ response: Response | null; entry: LedgerEntry }> {
  const entries: LedgerEntry[] = [];
  const requests = new Requests({
    worker: {
      registration: { scope: SCOPE },
      clients: {
        get: async () => ({ id: 'c', type: 'worker', url: from }),
      },
    },
    precache: {
      release: Promise.resolve('abc'),
      match: async (address: string) => {
        const text = FILES[address.slice(SCOPE.length)];
        return text === undefined ? undefined : new Response(text, { headers: { 'Content-Type': 'x/y' } });
      },
    },
    origins: { known: known ?? undefined, list: async () => known ?? [] },
    ledger: { record: async (entry: LedgerEntry) => void entries.push(entry) },
  } as unknown as Rooms);
  const said: { answer?: Promise<Response> } = {};
  const waits: Promise<unknown>[] = [];
  requests.answer({
    request: { url, method, mode } as Request,
    clientId: 'c',
    respondWith: (response: Promise<Response>) => void (said.answer = response),
    waitUntil: (work: Promise<unknown>) => void waits.push(work),
  } as unknown as FetchEvent);
  await Promise.all(waits);
  return { response: (await said.answer) ?? null, entry: entries[0]! };
}

test('files of the release are answered with the headers that seal them, as what they are', async () => {
  for (const [url, type] of [
    ['assets/a.js', 'text/javascript; charset=utf-8'],
    ['a.wasm', 'application/wasm'],
  ]) {
    const { response, entry } = await ask(SCOPE + url);
    expect(Object.fromEntries(response!.headers)).toEqual({
      ...Object.fromEntries(new Headers(securityHeaders(['https://data.example']))),
      'content-type': type,
    });
    expect(entry).toMatchObject({ outcome: 'stored', realm: 'compute worker', url: SCOPE + url });
  }
});

test('the folder is its page, which says the policy of now and its release', async () => {
  for (const url of [SCOPE, `${SCOPE}index.html`]) {
    const html = await (await ask(url, { mode: 'navigate' })).response!.text();
    expect(html).toContain("connect-src 'self' https://data.example;");
    expect(html).toContain(`<meta name="${RELEASE_META}" content="abc" />`);
    expect(html).not.toContain('&#39;');
  }
});

test.each([
  [`${SCOPE}assets/a.js?leak`, 'GET', 'a query could carry data'],
  [`${SCOPE}?leak`, 'GET', 'a query could carry data'],
  [`${SCOPE}leak`, 'GET', 'the app has no file /app/leak'],
  ['https://models.example/', 'GET', 'the app has no file /'],
  [SCOPE, 'POST', 'POST could carry data'],
  [`${SCOPE}a.wasm`, 'HEAD', 'HEAD could carry data'],
  ['https://elsewhere.example/x', 'GET', 'https://elsewhere.example is not an origin that was allowed'],
])('%s (%s) is refused, with the reason', async (url, method, reason) => {
  const { response, entry } = await ask(url, { method });
  expect(response!.status).toBe(403);
  expect(await response!.text()).toContain(reason);
  expect(entry).toMatchObject({ outcome: 'refused', method, url });
});

test('an origin that was allowed is left to the browser', async () => {
  const { response, entry } = await ask('https://data.example/rows.csv');
  expect(response).toBeNull();
  expect(entry).toMatchObject({ outcome: 'sent', reason: '' });
});

test('until the list was read, nothing of another origin passes unless the list then allows it', async () => {
  const { response } = await ask('https://data.example/rows.csv', { known: null });
  expect(response!.status).toBe(403);
});

test('a visit that is refused is told on a page that leads to the app, and runs no markup', async () => {
  const { response } = await ask(`${SCOPE}<script>?`, { mode: 'navigate' });
  const html = await response!.text();
  expect(html).toContain(`<a href="${SCOPE}">`);
  expect(html).not.toContain('<script>');
  expect(response!.headers.get('content-security-policy')).toBe(securityHeaders()['Content-Security-Policy']);
});

test.each([
  [`${SCOPE}assets/workspace-worker-1.js`, 'workspace worker'],
  [`${SCOPE}assets/compute-worker-1.js`, 'compute worker'],
  [`${SCOPE}assets/play-worker-1.js`, 'play worker'],
  ['blob:https://models.example/1-2', 'widget worker'],
  [`${SCOPE}assets/other.js`, 'another worker'],
])('a request of %s is put down as the %s’s', async (from, realm) => {
  expect((await ask(`${SCOPE}leak`, { from })).entry.realm).toBe(realm);
});
