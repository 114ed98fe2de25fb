/**
 * The directives of a policy's text. As in a browser, the first of two of one name holds.
 *
 * @example
 * import { parsePolicy } from './src/seal/policy.ts';
 *
 * parsePolicy("default-src 'none'; connect-src 'self' https://data.example").get('connect-src'); // ["'self'", 'https://data.example']
 */
export function parsePolicy(text: string): ReadonlyMap<string, readonly string[]> {
  const directives = new Map<string, readonly string[]>();
  for (const directive of text.split(';')) {
    const [name, ...values] = directive.trim().split(/\s+/);
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values);
  }
  return directives;
}

/** Other origins that a page with this policy may connect to. */
export function originsAllowedBy(policy: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const sources = policy.get('connect-src') ?? policy.get('default-src') ?? [];
  return sources.filter((source) => source.includes('://'));
}
