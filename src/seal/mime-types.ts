/**
 * What the files of a build are, by the end of their names: with `nosniff` a browser runs no script that is called
 * anything else, and hosts differ in what they call the rarer ones.
 */
export const MIME_TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  perennial: 'application/x-perennial',
  png: 'image/png',
  svg: 'image/svg+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
} as const;

/** Bytes of no known kind where the name tells nothing. */
export function mimeTypeOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  return Object.hasOwn(MIME_TYPES, ending)
    ? MIME_TYPES[ending as keyof typeof MIME_TYPES]
    : 'application/octet-stream';
}
