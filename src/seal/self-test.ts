import { MODULES, TEXT_AS_CODE } from './routes/code.ts';
import { CONNECTIONS, PAGE_CONNECTIONS } from './routes/connections.ts';
import { ELEMENTS } from './routes/elements.ts';
import { NAVIGATIONS } from './routes/navigation.ts';
import { REAL_TIME } from './routes/webrtc.ts';
import type { RouteResult } from './routes.ts';
import { type TryOptions, tryRoutes } from './try-routes.ts';

/** Tries every route out of the page. Called while a button is being pressed, or a window would not be opened anyway. */
export function testPage(options: TryOptions): Promise<readonly RouteResult[]> {
  return tryRoutes(
    [
      ...NAVIGATIONS,
      ...CONNECTIONS,
      ...PAGE_CONNECTIONS,
      ...ELEMENTS,
      ...MODULES,
      ...REAL_TIME,
      TEXT_AS_CODE,
    ],
    options,
  );
}
