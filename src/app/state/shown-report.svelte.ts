import type { PerennialError } from '../../core/errors.ts';
import type { Id } from '../../core/ids.ts';
import type { VersionReport } from '../../core/records.ts';
import type { House } from './house.svelte.ts';
import { asProblem } from './problem.ts';

/** What was measured of the version that a page shows: read when it is looked at. Made while a component is set up. */
export class ShownReport {
  /** Null while it is being read, and where it cannot be. */
  current = $state.raw<VersionReport | null>(null);
  problem = $state.raw<PerennialError | null>(null);

  constructor(house: House, versionId: () => Id | undefined) {
    $effect(() => {
      const id = versionId();
      this.current = null;
      this.problem = null;
      if (id === undefined) return;
      house.ask.report(id).then(
        (report) => {
          if (versionId() === id) this.current = report;
        },
        (error: unknown) => {
          if (versionId() === id) this.problem = asProblem(error);
        },
      );
    });
  }
}
