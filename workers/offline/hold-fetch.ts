import { takeAway } from '../../src/seal/disable.ts';
import { Refused } from '../../src/seal/routes.ts';

/**
 * What a service worker asks for passes no service worker: it keeps itself to the files of the app and to the origins
 * that were allowed, and loses every other way to ask.
 */
export function holdFetch(mayAsk: (request: Request) => boolean): void {
  takeAway(globalThis, ['EventSource', 'importScripts']);
  for (const name of ['add', 'addAll'] as const) Reflect.deleteProperty(Cache.prototype, name);
  const ask = globalThis.fetch;
  globalThis.fetch = async (input, options) => {
    const request = new Request(input, options);
    if (mayAsk(request)) return ask(request);
    throw new Refused('disabled', `Perennial's service worker asks for no ${request.url}`);
  };
}
