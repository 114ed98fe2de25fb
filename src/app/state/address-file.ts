import { PerennialError, cancelled } from '../../core/errors.ts';

/** More than any table that a browser's memory takes. */
const MAX_BYTES = 2e9;

export interface FetchedFile {
  readonly file: Blob;
  readonly name: string;
}

export interface AddressFileOptions {
  readonly allowed: readonly string[];
  readonly ask?: typeof fetch;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * The origin and address of what a person has written.
 *
 * Throws `address-invalid` unless it is an http or https address without a name and a password in it.
 */
export function parseAddress(text: string): URL {
  const url = URL.parse(text.trim());
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
  throw new PerennialError(
    'address-invalid',
    `"${text.trim()}" is no address of a file: write it like https://data.example/rows.csv`,
  );
}

/**
 * Fetches a text file from an origin that the person has allowed: without cookies, without a word of where it is asked
 * from. What is no table of text is refused.
 *
 * Throws `origin-not-allowed`, `address-unreachable`, `address-moved`, `address-refused`, `address-too-large`,
 * `address-no-table`, `cancelled`.
 */
export async function fetchFile(address: URL, options: AddressFileOptions): Promise<FetchedFile> {
  const { allowed, ask = fetch, maxBytes = MAX_BYTES, signal, onBytes = () => undefined } = options;
  if (!allowed.includes(address.origin))
    throw new PerennialError(
      'origin-not-allowed',
      `the origin ${address.origin} is not allowed yet: allow it in Settings, then reload`,
      { details: { origin: address.origin } },
    );
  try {
    const response = await ask(address, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      ...(signal && { signal }),
    });
    if (new URL(response.url || address).origin !== address.origin) {
      await response.body?.cancel();
      throw new PerennialError(
        'address-moved',
        `the host ${address.host} passes this file on to ${new URL(response.url).origin}: give that address instead`,
      );
    }
    if (!response.ok)
      throw new PerennialError(
        'address-refused',
        `the host ${address.host} answers ${response.status} to this address: check it, or whether it asks for a password`,
        { details: { status: response.status } },
      );
    const parts = await readParts(response, maxBytes, onBytes);
    await checkIsTable(new Blob(parts.slice(0, 1)), response.headers.get('content-type') ?? '', address);
    return { file: new Blob(parts, { type: 'text/csv' }), name: nameOf(address) };
  } catch (error) {
    if (error instanceof PerennialError) throw error;
    if (signal?.aborted) throw cancelled();
    throw new PerennialError(
      'address-unreachable',
      `the host ${address.host} cannot be read from here: it is not there, or it does not let other pages read it (CORS), or it passes the file on to an origin that is not allowed; save the file and drop it here`,
      { cause: error },
    );
  }
}

async function readParts(
  response: Response,
  maxBytes: number,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new PerennialError(
        'address-too-large',
        `the file is larger than ${Math.round(maxBytes / 1e6)} MB: save it, split it, and drop a part of it here`,
      );
    }
    parts.push(value);
    onBytes(bytes);
  }
  return parts;
}

async function checkIsTable(start: Blob, type: string, address: URL): Promise<void> {
  const bytes = new Uint8Array(await start.slice(0, 1024).arrayBuffer());
  const refuse = (what: string) =>
    new PerennialError(
      'address-no-table',
      `the host ${address.host} answers with ${what}, not with a CSV file: give the address of the file itself`,
      { details: { type } },
    );
  if (bytes.length === 0) throw refuse('an empty file');
  const text = new TextDecoder('latin1').decode(bytes).trimStart().toLowerCase();
  if (/^text\/html/i.test(type) || /^(ï»¿)?<(!doctype html|html)/.test(text)) throw refuse('a web page');
  if (/^(image|video|audio|font)\//i.test(type)) throw refuse(`what it calls ${type}`);
  // UTF-16 is text with zeros in it, and begins with a mark.
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!isUtf16 && bytes.includes(0)) throw refuse('bytes that are no text');
}

/**
 * @example
 * nameOf(new URL('https://data.example/files/rows%202.csv?v=1')) // "rows 2.csv"
 */
export function nameOf(address: URL): string {
  const last = address.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || address.host;
  } catch {
    return last;
  }
}
