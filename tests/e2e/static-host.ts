import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { mimeTypeOf } from '../../src/seal/mime-types.ts';

/** A plain static host: no header but the kind of file, as most have it. */
export interface StaticHost {
  readonly url: string;
  /** What it was asked, oldest first: "GET /index.html". */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Serves a built folder under a path ("/", "/some/path/") of a free port, with these headers on every answer. */
export async function serveStatic(
  folder: string,
  base = '/',
  headers: Readonly<Record<string, string>> = {},
): Promise<StaticHost> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url!, 'http://host');
    const name = pathname.startsWith(base) ? normalize(pathname.slice(base.length)) : '..';
    const path = join(folder, name === '.' || name === '' ? 'index.html' : name);
    if (name.startsWith('..') || !existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...headers, 'Content-Type': mimeTypeOf(path) });
    if (request.method === 'HEAD') response.end();
    else createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
