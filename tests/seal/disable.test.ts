import { expect, test } from 'vitest';
import { type Navigating, staysHere, takeAway } from '../../src/seal/disable.ts';
import { connectionAllowlist } from '../../src/seal/headers.ts';

const HOME = new URL('https://host.example/app/');
const to = (url: string, what: Partial<Navigating> = {}): Navigating => ({
  navigationType: 'push',
  hashChange: false,
  downloadRequest: null,
  formData: null,
  destination: { url },
  ...what,
});

test.each([
  ['the page itself', to('https://host.example/app/')],
  ['the page by its name', to('https://host.example/app/index.html')],
  ['another place in the page', to('https://host.example/app/#/settings', { hashChange: true })],
  ['a reload', to('https://host.example/app/', { navigationType: 'reload' })],
  ['history', to('https://host.example/before', { navigationType: 'traverse' })],
  ['a file made here', to('blob:https://host.example/1-2', { downloadRequest: 'rows.csv' })],
])('%s stays', (_, event) => {
  expect(staysHere(event, HOME)).toBe(true);
});

test.each([
  ['another origin', to('https://other.example/')],
  ['a query', to('https://host.example/app/?rows=1')],
  ['another path', to('https://host.example/app/rows')],
  ['a folder above', to('https://host.example/')],
  ['a form', to('https://host.example/app/', { formData: {} })],
  ['a file made elsewhere', to('blob:https://other.example/1', { downloadRequest: '' })],
  ['a download from elsewhere', to('https://other.example/rows', { downloadRequest: '' })],
  ['a download from the host', to('https://host.example/app/?rows', { downloadRequest: '' })],
  ['a page made here', to('blob:https://host.example/1-2')],
  ['a page in its address', to('data:text/html,x')],
  ['a letter', to('mailto:a@other.example?body=rows')],
])('%s leaves', (_, event) => {
  expect(staysHere(event, HOME)).toBe(false);
});

test('what is taken away is gone, also where the realm inherits it', () => {
  const realm = Object.create({ WebSocket: class {} }) as Record<string, unknown>;
  realm['RTCPeerConnection'] = class {};
  realm['fetch'] = fetch;
  takeAway(realm);
  expect(realm['RTCPeerConnection']).toBeUndefined();
  expect('RTCPeerConnection' in realm).toBe(false);
  expect('WebSocket' in realm).toBe(false);
  expect(realm['fetch']).toBe(fetch);
});

test('the connection allowlist names the own origin and those that were allowed', () => {
  expect(connectionAllowlist()).toBe('(response-origin);report-to=seal');
  expect(connectionAllowlist(['https://data.example:8443'])).toBe(
    '(response-origin "https://data.example:8443");report-to=seal',
  );
});
