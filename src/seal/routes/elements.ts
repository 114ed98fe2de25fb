import type { Route } from '../routes.ts';

/** A place in the page that nobody sees and that screen readers skip, for as long as the attempt takes. */
export function inPage<T extends Element>(element: T, parent: Element = document.body): T {
  element.setAttribute('hidden', '');
  parent.append(element);
  setTimeout(() => element.remove(), 3000);
  return element;
}

function ended(element: Element): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error('the event "error"')), { once: true });
  });
}

function loadImage(address: string): Promise<void> {
  const image = new Image();
  image.src = address;
  return ended(image);
}

/** Without words for its end: nothing tells whether a style's picture has come. */
function paint(address: string): Promise<never> {
  const box = inPage(document.createElement('div'));
  box.hidden = false;
  box.setAttribute('aria-hidden', 'true');
  box.style.cssText = `position:fixed;width:1px;height:1px;opacity:0;pointer-events:none;background:url("${address}")`;
  return new Promise(() => undefined);
}

function loadScript(address: string): Promise<void> {
  const script = document.createElement('script');
  script.src = address;
  return ended(inPage(script, document.head));
}

/** A link to something that the browser fetches or prepares by itself. */
function link(rel: string, address: string): Promise<void> {
  const made = document.createElement('link');
  made.rel = rel;
  made.href = address;
  return ended(inPage(made, document.head));
}

function loadFrame(address: string): Promise<void> {
  const frame = document.createElement('iframe');
  frame.src = address;
  return ended(inPage(frame));
}

function loadFont(address: string): Promise<unknown> {
  return new FontFace('self-test', `url("${address}")`).load();
}

function loadSound(address: string): Promise<void> {
  const sound = new Audio();
  sound.preload = 'auto';
  sound.src = address;
  return new Promise((resolve, reject) => {
    sound.addEventListener('loadedmetadata', () => resolve(), { once: true });
    sound.addEventListener('error', () => reject(new Error('the event "error"')), { once: true });
  });
}

/** What markup alone can make the browser ask for. */
export const ELEMENTS: readonly Route[] = [
  { name: 'Image', to: 'another origin', send: loadImage },
  { name: 'Image', to: 'own path', send: loadImage },
  { name: 'Image', to: 'own query', send: loadImage },
  { name: 'Image of a style (CSS url)', to: 'another origin', send: paint },
  { name: 'Image of a style (CSS url)', to: 'own query', send: paint },
  { name: 'Font', to: 'another origin', send: loadFont },
  { name: 'Sound', to: 'another origin', send: loadSound },
  { name: 'Script element', to: 'another origin', send: loadScript },
  { name: 'Script element', to: 'own query', send: loadScript },
  { name: 'Style sheet', to: 'another origin', send: (address) => link('stylesheet', address) },
  { name: 'Frame', to: 'another origin', send: loadFrame },
  { name: 'Prefetch link', to: 'another origin', send: (address) => link('prefetch', address) },
  { name: 'Icon link', to: 'own query', send: (address) => link('icon', address) },
  { name: 'Preconnect link', to: 'another origin', send: (address) => link('preconnect', address) },
  { name: 'DNS prefetch link', to: 'another origin', send: (address) => link('dns-prefetch', address) },
];
