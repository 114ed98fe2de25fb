import { parsePolicy } from '../../seal/policy.ts';

/** The policy that the page, as it was loaded, says of itself. */
export function policyInForce(page: Document = document): ReadonlyMap<string, readonly string[]> {
  const meta = page.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy" i]');
  return parsePolicy(meta?.content ?? '');
}
