import { createContext } from 'svelte';
import type { Client } from '../../bridge/client.ts';
import type { PerennialError } from '../../core/errors.ts';
import type { EngineQuestion, EngineTable } from '../../core/engine-table.ts';
import { asProblem } from './problem.ts';

/** What was measured of the engines of this device. */
export class Engines {
  /** Null where nothing was measured; undefined before it was asked. */
  table = $state.raw<EngineTable | null | undefined>(undefined);
  isMeasuring = $state(false);
  problem = $state.raw<PerennialError | null>(null);
  readonly #client: Pick<Client, 'engineTable'>;

  constructor(client: Pick<Client, 'engineTable'>) {
    this.#client = client;
  }

  /** Sees to it that engines are measured before something is trained. What goes wrong is told where they are shown. */
  async prepare(): Promise<void> {
    if (this.table) return;
    await this.#ask('once');
  }

  async read(): Promise<void> {
    if (this.table) return;
    await this.#ask('known');
  }

  async measure(): Promise<void> {
    await this.#ask('again');
  }

  async #ask(question: EngineQuestion): Promise<void> {
    const measures = question !== 'known';
    if (measures && this.isMeasuring) return;
    if (measures) this.isMeasuring = true;
    try {
      const table = await this.#client.engineTable(question);
      // What was known before does not undo what was measured meanwhile.
      if (measures || !this.table) this.table = table;
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      if (measures) this.isMeasuring = false;
    }
  }
}

export const [useEngines, provideEngines] = createContext<Engines>();
