import { wasTaken } from './disable.ts';
import { Refused, type Route, type RouteResult, type Target } from './routes.ts';
import { judge, routeName } from './verdict.ts';
import { Watch } from './watch.ts';

/** What an attempt may take until it counts as one of which nothing was seen. */
const DEADLINE_MS = 2000;

export interface TryOptions {
  /** The address of the app's page: tests of the own origin go into its folder. */
  readonly home: string;
  readonly deadlineMs?: number;
}

/**
 * Tries every route and tells what was seen of each. Tests of another origin are addressed to names that can never resolve
 * (RFC 2606, ".invalid"), so that the test itself sends nothing to anybody; those of the own origin carry nothing but a
 * random mark.
 */
export async function tryRoutes(
  routes: readonly Route[],
  options: TryOptions,
): Promise<readonly RouteResult[]> {
  const { home, deadlineMs = DEADLINE_MS } = options;
  const marked = routes.map((route) => ({ route, mark: randomMark() }));
  const watch = new Watch(marked.map(({ mark }) => mark));
  let before: Promise<unknown> = Promise.resolve();
  try {
    return await Promise.all(
      marked.map(({ route, mark }) => {
        const attempt = { route, mark, address: addressOf(route.to, mark, home) };
        if (!route.isAlone) return tryRoute(attempt, watch, deadlineMs);
        const next = before.then(() => tryRoute(attempt, watch, deadlineMs / 4));
        before = next;
        return next;
      }),
    );
  } finally {
    watch.close();
  }
}

async function tryRoute(
  { route, mark, address }: { route: Route; mark: string; address: string },
  watch: Watch,
  deadlineMs: number,
): Promise<RouteResult> {
  if (route.isThere && !route.isThere()) return missing(route);
  let error: unknown = null;
  let isSettled = false;
  const refused = new Promise<void>((resolve) => {
    void (async () => {
      try {
        await route.send(address);
        isSettled = true;
      } catch (thrown) {
        error = thrown;
        if (thrown instanceof Refused) resolve();
      }
    })();
  });
  await Promise.race([watch.sighted(mark), refused, after(deadlineMs)]);
  return judge(route, { ...watch.of(mark), error, isSettled });
}

function missing(route: Route): RouteResult {
  return route.takes !== undefined && wasTaken(route.takes)
    ? { route: routeName(route), verdict: 'disabled', seen: `Perennial has taken ${route.takes} away` }
    : { route: routeName(route), verdict: 'absent', seen: 'there is no such thing here' };
}

/**
 * @example
 * addressOf('another origin', 'm1', 'http://localhost/app/') // "https://m1.perennial-self-test.invalid/"
 * addressOf('own query', 'm1', 'http://localhost/app/') // "http://localhost/app/?self-test=m1"
 */
export function addressOf(to: Target, mark: string, home: string): string {
  switch (to) {
    case 'another origin':
    case 'nowhere':
      return `https://${mark}.perennial-self-test.invalid/`;
    case 'own query':
      return new URL(`./?self-test=${mark}`, home).href;
    case 'own path':
    case 'own body':
      return new URL(`./self-test-${mark}`, home).href;
  }
}

function randomMark(): string {
  return `m${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
