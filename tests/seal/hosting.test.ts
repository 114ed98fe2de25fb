import { expect, test } from 'vitest';
import { securityHeaders } from '../../src/seal/headers.ts';
import { dockerfile, headersFile, nginxConf } from '../../src/seal/hosting.ts';
import { MIME_TYPES } from '../../src/seal/mime-types.ts';

/** The blocks of a `_headers` file: what is said of each path. */
function blocks(text: string): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  let path = '';
  for (const line of text.split('\n').filter((each) => each && !each.startsWith('#')))
    if (!line.startsWith(' ')) found[(path = line)] = {};
    else {
      const [, name = '', value = ''] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
      found[path]![name] = value;
    }
  return found;
}

test('a _headers file says every security header of every path, and what may be kept', () => {
  const paths = blocks(headersFile());
  expect(paths['/*']).toEqual(securityHeaders());
  for (const path of ['/', '/index.html', '/offline.js', '/manifest.webmanifest'])
    expect(paths[path]).toEqual({ 'Cache-Control': 'no-cache' });
  expect(paths['/assets/*']!['Cache-Control']).toContain('immutable');
});

test('nginx says the same in one place, with braces that close and every kind of file', () => {
  const text = nginxConf('/srv/app');
  expect(text).toContain('root /srv/app;');
  const lines = text.split('\n').map((line) => line.trim());
  const said = lines.flatMap((line) => {
    const [, name = '', value = ''] = /^add_header (\S+) "((?:[^"\\]|\\.)*)" always;$/.exec(line) ?? [];
    return name ? [[name, value.replaceAll('\\"', '"')] as const] : [];
  });
  expect(Object.fromEntries(said)).toEqual(securityHeaders());
  for (const ending of Object.keys(MIME_TYPES))
    expect(text).toMatch(new RegExp(`^    \\S+ ${ending};$`, 'm'));
  let depth = 0;
  for (const line of lines.filter((each) => each && !each.startsWith('#'))) {
    expect(line).toMatch(/[;{}]$/);
    depth += line.endsWith('{') ? 1 : line === '}' ? -1 : 0;
  }
  expect(depth).toBe(0);
  // A level below would take the headers of the server away.
  expect(text.split('location')[1]).not.toContain('add_header');
});

test('the image needs no root and listens where its server does', () => {
  expect(dockerfile()).toContain('FROM nginxinc/nginx-unprivileged');
  expect(dockerfile()).toContain('EXPOSE 8080');
  expect(nginxConf()).toContain('listen 8080;');
});
