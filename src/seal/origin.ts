import { PerennialError } from '../core/errors.ts';

/**
 * The origin of what a person has written: it becomes a part of the policy's text, so nothing else may be in it.
 *
 * Throws `origin-invalid` unless it is an https origin, or one of this very device, without a path or a wildcard.
 *
 * @example
 * import { parseOrigin } from './src/seal/origin.ts';
 *
 * parseOrigin(' https://Data.Example:443/ '); // 'https://data.example'
 * parseOrigin('http://localhost:8080'); // 'http://localhost:8080'
 */
export function parseOrigin(text: string): string {
  const written = text.trim();
  const url = URL.parse(written.includes('://') ? written : `https://${written}`);
  const refuse = (why: string) =>
    new PerennialError(
      'origin-invalid',
      `"${written}" cannot be allowed: ${why}; write it like https://data.example`,
      { details: { origin: written } },
    );
  if (written === '')
    throw new PerennialError('origin-invalid', 'no origin was given; write one like https://data.example');
  if (!url) throw refuse('it is no address');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisDevice(url.hostname)))
    throw refuse('only https is (and http where the host is this device)');
  if (url.username || url.password) throw refuse('an origin has no name and no password in it');
  if (url.pathname !== '/' || url.search || url.hash || /[?#]/.test(written))
    throw refuse('an origin has no path, no query and no fragment');
  // What stands in the policy's text must not end it, or be read as more than one host.
  if (!/^(\[[0-9a-f:]+\]|[a-z0-9.-]+)$/.test(url.hostname)) throw refuse('its host is not a plain name');
  return url.origin;
}

function isThisDevice(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
