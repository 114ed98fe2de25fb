import { securityHeaders } from './headers.ts';
import { MIME_TYPES } from './mime-types.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';
const ASK_FIRST = 'no-cache';

/** Asked for again at each visit, so that a new release is found; files in `assets/` are named after their bytes. */
const ASKED_FOR = ['/', '/index.html', '/offline.js', '/manifest.webmanifest'] as const;

/** The `_headers` file of Netlify and Cloudflare Pages. */
export function headersFile(): string {
  const lines = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [
    '# Read by Netlify and Cloudflare Pages: seals every answer of the host, the first visit included.',
    '/*',
    ...lines(securityHeaders()),
    ...ASKED_FOR.flatMap((path) => [path, ...lines({ 'Cache-Control': ASK_FIRST })]),
    '/assets/*',
    ...lines({ 'Cache-Control': IMMUTABLE }),
    '/*.perennial',
    ...lines({ 'Content-Type': MIME_TYPES.perennial }),
    '',
  ].join('\n');
}

/** A server of nginx, for any folder that `root` names; it listens on 8080, as the unprivileged image does. */
export function nginxConf(root = '/usr/share/nginx/html'): string {
  const types = Object.entries(MIME_TYPES).map(
    ([ending, type]) => `    ${type.replace(/;.*/, '')} ${ending};`,
  );
  const sealed = Object.entries(securityHeaders()).map(
    ([name, value]) => `  add_header ${name} "${value.replaceAll('"', String.raw`\"`)}" always;`,
  );
  return `# For /etc/nginx/conf.d/default.conf: serves the app, and seals every answer, the first visit included.
map $uri $perennial_cache {
  default "${ASK_FIRST}";
  ~/assets/ "${IMMUTABLE}";
}

server {
  listen 8080;
  server_name _;
  server_tokens off;
  root ${root};
  index index.html;
  charset utf-8;
  # Nothing is sent to this host but requests for its files: what else is asked is not written down.
  access_log off;

  types {
${types.join('\n')}
  }
  default_type application/octet-stream;

  # All in one place: an add_header further down would take these away.
${sealed.join('\n')}
  add_header Cache-Control $perennial_cache always;

  gzip on;
  gzip_types text/css text/javascript application/json application/manifest+json application/wasm image/svg+xml;

  location / {
    limit_except GET {
      deny all;
    }
    try_files $uri $uri/ =404;
  }
}
`;
}

/** An image that needs no root: `docker build -f hosting/Dockerfile .` in the built folder. */
export function dockerfile(): string {
  return `# docker build -f hosting/Dockerfile -t perennial . && docker run --rm -p 8080:8080 perennial
FROM nginxinc/nginx-unprivileged:stable-alpine
COPY hosting/nginx.conf /etc/nginx/conf.d/default.conf
COPY . /usr/share/nginx/html
EXPOSE 8080
`;
}
