import { metaPolicy, securityHeaders } from '../../src/seal/headers.ts';
import { mimeTypeOf } from '../../src/seal/mime-types.ts';
import { RELEASE_META } from '../../src/seal/release.ts';

const POLICY_META = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/i;

/** A stored file as it is answered: with the headers that seal it, whatever the host said of it. */
export async function sealResponse(
  path: string,
  stored: Response,
  release: string,
  origins: readonly string[],
): Promise<Response> {
  const type = mimeTypeOf(path);
  const headers = { ...securityHeaders(origins), 'Content-Type': type };
  const isPage = type.startsWith('text/html');
  return new Response(isPage ? sealPage(await stored.text(), release, origins) : stored.body, { headers });
}

/** The page with the policy of now in its meta tag, and the name of its release. */
function sealPage(html: string, release: string, origins: readonly string[]): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${metaPolicy(origins)}" />`;
  const name = `<meta name="${RELEASE_META}" content="${release}" />`;
  return html.replace(POLICY_META, () => `${policy}${name}`);
}

/** What is said instead of an answer that would have asked the host or another origin. */
export function refusal(reason: string, home: string, isNavigation: boolean): Response {
  const sentence = `Perennial refuses this request: ${reason}. Nothing was sent.`;
  const body = isNavigation
    ? `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Refused</title><p>${escaped(sentence)}</p><p><a href="${escaped(home)}">Open Perennial</a></p>`
    : sentence;
  const type = isNavigation ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
  return new Response(body, {
    status: 403,
    statusText: 'Refused',
    headers: { ...securityHeaders(), 'Content-Type': type },
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
