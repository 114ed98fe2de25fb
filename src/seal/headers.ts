/**
 * What is said of every response, by the host on the first visit and by the service worker afterwards, so that the browser
 * itself refuses to send anything away: no other origin can be reached but those that the person has allowed, no text
 * becomes code, and the page is isolated from others.
 */
export function contentSecurityPolicy(allowedOrigins: readonly string[] = []): string {
  return text([...directives(allowedOrigins), ...ONLY_IN_HEADERS]);
}

/** The part of the policy that a page can say of itself: the second layer, where a host has lost the headers. */
export function metaPolicy(allowedOrigins: readonly string[] = []): string {
  return text(directives(allowedOrigins));
}

export function securityHeaders(allowedOrigins: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(allowedOrigins),
    'Connection-Allowlist': connectionAllowlist(allowedOrigins),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/**
 * Whether a response with this policy is sealed: one of the policies that it names says exactly what ours says. A
 * stricter one is not recognised, since a directive more can also loosen (`script-src-elem`) or send (`report-uri`).
 */
export function isSealedBy(policy: string | null, allowedOrigins: readonly string[] = []): boolean {
  const wanted = normalized(contentSecurityPolicy(allowedOrigins));
  return (policy ?? '').split(',').some((each) => normalized(each) === wanted);
}

function normalized(policy: string): string {
  const list = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  return list
    .filter(([name]) => name)
    .map(([name, ...values]) => [name!.toLowerCase(), ...values.sort()].join(' '))
    .sort()
    .join('; ');
}

/**
 * What the policy has no word for (WebRTC, also of a fresh frame; navigation; links that only prepare a connection), where
 * the browser knows it: Chromium from 152 on (https://wicg.github.io/connection-allowlists/). The place for reports has no
 * address, so none is sent: but without a name the browser does not tell the page itself what it has blocked.
 */
export function connectionAllowlist(allowedOrigins: readonly string[] = []): string {
  return `(${['response-origin', ...allowedOrigins.map((origin) => `"${origin}"`)].join(' ')});report-to=seal`;
}

type Directive = readonly [name: string, ...values: readonly string[]];

function directives(allowedOrigins: readonly string[]): readonly Directive[] {
  return [
    ['default-src', "'none'"],
    ['script-src', "'self'", "'wasm-unsafe-eval'"],
    ['worker-src', "'self'", 'blob:'],
    ['connect-src', "'self'", ...allowedOrigins],
    ['style-src', "'self'", "'unsafe-inline'"],
    ['img-src', "'self'", 'blob:', 'data:'],
    ['font-src', "'self'"],
    ['manifest-src', "'self'"],
    ['base-uri', "'none'"],
    ['form-action', "'none'"],
  ];
}

const ONLY_IN_HEADERS: readonly Directive[] = [
  ['frame-ancestors', "'none'"],
  ['sandbox', 'allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-downloads', 'allow-modals'],
];

function text(list: readonly Directive[]): string {
  return list.map((directive) => directive.join(' ')).join('; ');
}
