import { REGISTRATION_REFUSED } from '../disable.ts';
import { Refused, type Route } from '../routes.ts';
import { inPage } from './elements.ts';

/** Without the Navigation API nothing could keep an attempt from leaving the page. */
function mustBeHeld(): void {
  if (typeof navigation === 'undefined')
    throw new Refused('untried', 'this browser could not keep the test from leaving the page');
}

function submit(address: string, method: 'get' | 'post'): void {
  mustBeHeld();
  const form = document.createElement('form');
  form.method = method;
  form.action = address;
  const field = document.createElement('input');
  field.name = 'self-test';
  // With GET the fields become the query, and what stood there is gone: the mark goes along.
  field.value = address;
  form.append(field);
  inPage(form).submit();
}

function press(address: string, change: (link: HTMLAnchorElement) => void = () => undefined): void {
  mustBeHeld();
  const link = document.createElement('a');
  link.href = address;
  change(link);
  inPage(link).click();
}

/** A link to the place where the person is, which tells another address that it was pressed. */
function ping(address: string): void {
  press(location.href.includes('#') ? location.href : '#', (link) => link.setAttribute('ping', address));
}

function refresh(address: string): void {
  mustBeHeld();
  const meta = document.createElement('meta');
  meta.httpEquiv = 'refresh';
  meta.content = `0;url=${address}`;
  inPage(meta, document.head);
}

function assign(address: string): void {
  mustBeHeld();
  location.assign(address);
}

function openWindow(address: string): void {
  const wasPressed = navigator.userActivation?.isActive === true;
  const opened = window.open(address);
  if (opened) return opened.close();
  if (wasPressed) throw new Refused('refused', 'sandbox: no window was opened');
  throw new Error('no window, but without a press no browser opens one');
}

async function register(address: string): Promise<void> {
  try {
    const made = await navigator.serviceWorker.register(address, { scope: './self-test/' });
    await made.unregister();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith(REGISTRATION_REFUSED))
      throw new Refused('disabled', error.message);
    throw error;
  }
}

const hasServiceWorkers = () => 'serviceWorker' in navigator;
const nothingSettles = () => new Promise<never>(() => undefined);
const quietly = (act: (address: string) => void) => (address: string) => {
  act(address);
  return nothingSettles();
};

/** Ways that lead out of the page, or only seem to. The window comes first: it takes the press of the button. */
export const NAVIGATIONS: readonly Route[] = [
  { name: 'New window', to: 'another origin', send: openWindow },
  { name: 'Navigation by script', to: 'another origin', isAlone: true, send: quietly(assign) },
  { name: 'Navigation by script', to: 'own query', isAlone: true, send: quietly(assign) },
  { name: 'Navigation by script', to: 'own path', isAlone: true, send: quietly(assign) },
  { name: 'Pressed link', to: 'another origin', isAlone: true, send: quietly(press) },
  { name: 'Pressed link', to: 'own query', isAlone: true, send: quietly(press) },
  {
    name: 'Download link',
    to: 'another origin',
    isAlone: true,
    send: quietly((address) => press(address, (link) => (link.download = 'self-test'))),
  },
  {
    name: 'Download link',
    to: 'own query',
    isAlone: true,
    send: quietly((address) => press(address, (link) => (link.download = 'self-test'))),
  },
  { name: 'Refresh by markup', to: 'another origin', isAlone: true, send: quietly(refresh) },
  { name: 'Refresh by markup', to: 'own query', isAlone: true, send: quietly(refresh) },
  { name: 'Form', to: 'another origin', isAlone: true, send: quietly((address) => submit(address, 'post')) },
  { name: 'Form', to: 'own query', isAlone: true, send: quietly((address) => submit(address, 'get')) },
  { name: 'Form', to: 'own body', isAlone: true, send: quietly((address) => submit(address, 'post')) },
  { name: 'Ping of a link', to: 'another origin', isAlone: true, send: quietly(ping) },
  { name: 'Ping of a link', to: 'own body', isAlone: true, send: quietly(ping) },
  { name: 'Service worker', to: 'own query', isThere: hasServiceWorkers, send: register },
];
