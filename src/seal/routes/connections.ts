import type { Route } from '../routes.ts';

const has = (name: string) => () => typeof (globalThis as Record<string, unknown>)[name] === 'function';

/** Resolves or rejects with the first event of one of these kinds. */
function ended(target: EventTarget, good: string, bad: string): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(good, () => resolve(), { once: true });
    target.addEventListener(bad, () => reject(new Error(`the event "${bad}"`)), { once: true });
  });
}

function request(address: string, method: 'GET' | 'POST'): Promise<void> {
  const asked = new XMLHttpRequest();
  asked.open(method, address);
  asked.send(method === 'POST' ? 'self-test' : null);
  return ended(asked, 'load', 'error');
}

const sockets = (address: string) => address.replace(/^http/, 'ws');

async function openSocket(address: string): Promise<void> {
  const socket = new WebSocket(sockets(address));
  await ended(socket, 'open', 'error').finally(() => socket.close());
}

async function openEvents(address: string): Promise<void> {
  const source = new EventSource(address);
  await ended(source, 'open', 'error').finally(() => source.close());
}

/** TypeScript's libraries do not know it everywhere. */
type Transport = new (address: string) => { ready: Promise<void>; close(): void };

async function openTransport(address: string): Promise<void> {
  const made = new (globalThis as unknown as { WebTransport: Transport }).WebTransport(address);
  await made.ready.finally(() => made.close());
}

const post = (address: string) => fetch(address, { method: 'POST', body: 'self-test', mode: 'no-cors' });
const get = (address: string) => fetch(address, { mode: 'no-cors' });

/** Requests and connections that any script can make, in every kind of thread. */
export const CONNECTIONS: readonly Route[] = [
  { name: 'fetch', to: 'another origin', send: get },
  { name: 'fetch', to: 'own path', send: get },
  { name: 'fetch', to: 'own query', send: get },
  { name: 'fetch', to: 'own body', send: post },
  {
    name: 'XMLHttpRequest',
    to: 'another origin',
    isThere: has('XMLHttpRequest'),
    send: (a) => request(a, 'GET'),
  },
  { name: 'XMLHttpRequest', to: 'own query', isThere: has('XMLHttpRequest'), send: (a) => request(a, 'GET') },
  { name: 'XMLHttpRequest', to: 'own body', isThere: has('XMLHttpRequest'), send: (a) => request(a, 'POST') },
  {
    name: 'WebSocket',
    to: 'another origin',
    isThere: has('WebSocket'),
    takes: 'WebSocket',
    send: openSocket,
  },
  { name: 'WebSocket', to: 'own query', isThere: has('WebSocket'), takes: 'WebSocket', send: openSocket },
  {
    name: 'WebTransport',
    to: 'another origin',
    isThere: has('WebTransport'),
    takes: 'WebTransport',
    send: openTransport,
  },
  {
    name: 'EventSource',
    to: 'another origin',
    isThere: has('EventSource'),
    takes: 'EventSource',
    send: openEvents,
  },
  {
    name: 'EventSource',
    to: 'own query',
    isThere: has('EventSource'),
    takes: 'EventSource',
    send: openEvents,
  },
];

function isBeaconThere(): boolean {
  return typeof navigator.sendBeacon === 'function';
}

/** Also true where the browser then blocks it: what was seen besides decides. */
function sendBeacon(address: string): void {
  if (!navigator.sendBeacon(address, 'self-test')) throw new Error('the browser did not take it');
}

/** Those that only a page has. */
export const PAGE_CONNECTIONS: readonly Route[] = [
  { name: 'Beacon', to: 'another origin', isThere: isBeaconThere, send: sendBeacon },
  { name: 'Beacon', to: 'own body', isThere: isBeaconThere, send: sendBeacon },
  { name: 'Beacon', to: 'own query', isThere: isBeaconThere, send: sendBeacon },
];
