import { parseRoute, type Route } from './route.ts';

/** Follows the address bar: `route` is always what it says. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.route = parseRoute(location.hash);
    });
  }

  go(href: string): void {
    if (location.hash === href) return;
    location.hash = href;
    this.route = parseRoute(href);
  }
}
