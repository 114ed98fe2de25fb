/**
 * Ways to send that no policy holds back, or holds back from other origins only: WebRTC asks servers by UDP, a socket to
 * the own origin passes the service worker by, and so does what is fetched after the page is gone. The app has no use for
 * any of them.
 */
const TAKEN = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'mozRTCPeerConnection',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'fetchLater',
] as const;

type Realm = Record<string, unknown>;

const taken = new Set<string>();
let removedWebRtc: unknown;

/** Takes them, and `more`, away from this realm. Idempotent; what another realm has, such as a fresh frame's, stays. */
export function takeAway(realm: object = globalThis, more: readonly string[] = []): void {
  const from = realm as Realm;
  if (realm === globalThis) removedWebRtc ??= from['RTCPeerConnection'];
  for (const name of [...TAKEN, ...more]) {
    if (!(name in from)) continue;
    // A constructor is the realm's own, a function of a worker that of its prototype's.
    for (let holder: object | null = from; holder; holder = Object.getPrototypeOf(holder) as object | null)
      Reflect.deleteProperty(holder, name);
    if (realm === globalThis) taken.add(name);
  }
}

/** Whether it was there, and was taken away from this realm. */
export function wasTaken(name: string): boolean {
  return taken.has(name);
}

/** What was taken away of WebRTC in this realm: to try whether the browser would have refused it. */
export function takenWebRtc(): unknown {
  return removedWebRtc;
}

/** Whether it is the app's page at its plain address; `home` is its folder. */
function isApp(url: URL, home: URL): boolean {
  const isPage = url.pathname === home.pathname || url.pathname === `${home.pathname}index.html`;
  return url.origin === home.origin && isPage && url.search === '';
}

/** What of a navigation decides whether it may be. */
export interface Navigating {
  readonly navigationType: string;
  readonly hashChange: boolean;
  readonly downloadRequest: string | null;
  readonly formData: unknown;
  readonly destination: { readonly url: string };
}

/** Whether it stays in the app: its own page, a reload, history, a file that was made here. */
export function staysHere(event: Navigating, home: URL): boolean {
  if (event.hashChange || event.navigationType === 'reload' || event.navigationType === 'traverse')
    return true;
  const { url } = event.destination;
  if (event.downloadRequest !== null) return url.startsWith(`blob:${home.origin}/`);
  const address = URL.parse(url);
  return event.formData === null && address !== null && isApp(address, home);
}

/** Cancels every navigation that leaves the app, or tells its host more than the app's address. */
export function holdNavigation(): void {
  if (typeof navigation === 'undefined') return;
  const home = new URL('.', location.href);
  navigation.addEventListener('navigate', (event) => {
    if (event.cancelable && !staysHere(event, home)) event.preventDefault();
  });
}

/**
 * A service worker's script is fetched past the service worker that is there: only the app's own may be registered, at
 * its plain address.
 */
export function holdRegistration(): void {
  const container = globalThis.ServiceWorkerContainer?.prototype as ServiceWorkerContainer | undefined;
  if (!container) return;
  const home = new URL('.', location.href);
  const register: unknown = Reflect.get(container, 'register');
  Object.defineProperty(container, 'register', {
    configurable: true,
    writable: true,
    value(this: ServiceWorkerContainer, script: string | URL, options?: RegistrationOptions) {
      const url = new URL(script, location.href);
      if (url.href === new URL('offline.js', home).href)
        return Reflect.apply(register as typeof container.register, this, [script, options]);
      return Promise.reject(new DOMException(`${REGISTRATION_REFUSED} ${url.href}`, 'NotAllowedError'));
    },
  });
}

export const REGISTRATION_REFUSED = 'Perennial registers no service worker from';
