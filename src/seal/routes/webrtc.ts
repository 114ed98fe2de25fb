import { browserRefusesWebRtc } from '../refuses-webrtc.ts';
import { Refused, type Route } from '../routes.ts';
import { inPage } from './elements.ts';

interface Connection {
  createDataChannel(name: string): unknown;
  close(): void;
}
type Realm = { readonly [name: string]: unknown };

/** Made without a server and without looking for a way: that it can be made is what is to be known. */
function connect(realm: Realm): void {
  const made = new (realm['RTCPeerConnection'] as new () => Connection)();
  made.createDataChannel('self-test');
  made.close();
}

async function here(): Promise<void> {
  const isRefused = await browserRefusesWebRtc();
  const isThere = typeof (globalThis as unknown as Realm)['RTCPeerConnection'] === 'function';
  if (isRefused) throw new Refused('refused', 'connection allowlist: webrtc');
  if (!isThere) throw new Refused('disabled', 'Perennial has taken RTCPeerConnection away');
  connect(globalThis);
}

/**
 * A frame has a realm of its own, with everything that was taken from the page's. Where the browser refuses WebRTC by the
 * connection allowlist it is not tried: Chromium (156) then ends the page, as it ends one that has been broken into.
 */
async function inFrame(): Promise<void> {
  if (await browserRefusesWebRtc())
    throw new Refused(
      'untried',
      'the connection allowlist of the page refuses WebRTC and holds for its frames; trying it there makes this browser end the page',
    );
  const realm = freshRealm();
  if (realm && typeof realm['RTCPeerConnection'] === 'function') connect(realm);
  else throw new Refused('refused', 'no fresh realm with WebRTC could be had');
}

function freshRealm(): Realm | null {
  return inPage(document.createElement('iframe')).contentWindow as unknown as Realm | null;
}

/** To the own origin no policy refuses a socket, and the service worker does not see it. */
async function socketInFrame(address: string): Promise<void> {
  const Socket = freshRealm()?.['WebSocket'] as typeof WebSocket | undefined;
  if (!Socket) throw new Refused('refused', 'no fresh realm with sockets could be had');
  const socket = new Socket(address.replace(/^http/, 'ws'));
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('the event "error"'));
  }).finally(() => socket.close());
}

async function fetchInFrame(address: string): Promise<void> {
  const { contentWindow, contentDocument } = inPage(document.createElement('iframe'));
  if (!contentWindow || !contentDocument) throw new Refused('refused', 'no fresh realm could be had');
  // A violation is told where it happened.
  const refused = new Promise<never>((_, reject) => {
    contentDocument.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      reject(new Refused('refused', effectiveDirective)),
    );
  });
  const answered = contentWindow.fetch(address, { mode: 'no-cors' }).catch(async (error: unknown) => {
    // The event comes after the rejection.
    await new Promise((resolve) => setTimeout(resolve, 200));
    throw error;
  });
  await Promise.race([refused, answered]);
}

/** Real-time connections, and what a fresh frame brings back of what was taken away. */
export const REAL_TIME: readonly Route[] = [
  { name: 'WebRTC', to: 'another origin', send: here },
  { name: 'WebRTC of a fresh frame', to: 'another origin', send: inFrame },
  { name: 'WebSocket of a fresh frame', to: 'own query', send: socketInFrame },
  { name: 'fetch of a fresh frame', to: 'another origin', send: fetchInFrame },
  { name: 'fetch of a fresh frame', to: 'own query', send: fetchInFrame },
];
