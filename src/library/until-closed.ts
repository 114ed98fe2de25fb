import { PerennialError } from '../core/errors.ts';
import type { Workspace } from '../workspace/api.ts';

/** The same workspace, which refuses every call once it is closed; calls that are under way then end with `closed` too. */
export function untilClosed(workspace: Workspace, isClosed: () => boolean): Workspace {
  return new Proxy(workspace, {
    get: (target, name: keyof Workspace) => {
      const call = Reflect.get(target, name) as (...args: readonly unknown[]) => Promise<unknown>;
      return async (...args: readonly unknown[]) => {
        if (isClosed()) throw closed();
        try {
          return await call(...args);
        } catch (error) {
          if (isClosed()) throw closed(error);
          throw error;
        }
      };
    },
  });
}

function closed(cause?: unknown): PerennialError {
  return new PerennialError('closed', 'this house was closed; open it again', { stage: 'workspace', cause });
}
