import { takenWebRtc } from './disable.ts';
import { connectionIn } from './violations.ts';

/**
 * Whether the browser itself refuses WebRTC in this realm: it says so in a report once a connection is made, without
 * anything being asked of any server. Null where there was none to try.
 */
export async function browserRefusesWebRtc(deadlineMs = 500): Promise<boolean | null> {
  const Connection: unknown =
    takenWebRtc() ?? (globalThis as unknown as Record<string, unknown>)['RTCPeerConnection'];
  if (typeof Connection !== 'function') return null;
  if (typeof ReportingObserver === 'undefined') return false;
  return new Promise((resolve) => {
    const observer = new ReportingObserver(
      (reports) => {
        if (reports.some(({ type, body }) => connectionIn(type, body) === 'webrtc')) end(true);
      },
      { buffered: true },
    );
    const timer = setTimeout(() => end(false), deadlineMs);
    const end = (isRefused: boolean) => {
      clearTimeout(timer);
      observer.disconnect();
      resolve(isRefused);
    };
    observer.observe();
    try {
      new (Connection as new () => { close(): void })().close();
    } catch {
      // The standard has the constructor throw where connections are not allowed.
      end(true);
    }
  });
}
