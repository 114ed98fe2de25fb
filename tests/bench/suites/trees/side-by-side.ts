import type { JsonObject } from '../../../../src/core/json.ts';
import { median } from '../../median.ts';
import type { Rows } from '../../trees/rows.ts';
import type { Bench } from './parts.ts';
import type { PeerName } from './peers.ts';

/**
 * How long each fit took, in milliseconds: the whole and, where it is told, putting rows into bins. With one thread it is time of the processor where the
 * system tells it, so that other work on the machine counts little; else that of the clock.
 */
export interface Times {
  readonly ms: number[];
  readonly binMs: number[];
}

export interface Contender {
  readonly name: 'ours' | PeerName;
  readonly threads: 1 | 2;
}

export const keyOf = ({ name, threads }: Contender): string => `${name}-${threads}`;

/** Fits all of them in turns, round after round, on the same rows; a peer that is not there has no times. */
export async function sideBySide(
  { folder, peers, withTreesPage }: Bench,
  rows: Rows,
  options: JsonObject,
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, Times>> {
  const times = new Map<string, Times>();
  await peers?.open(folder, rows);
  await withTreesPage(async (page) => {
    await page.open(rows);
    for (let round = 0; round < rounds; round++)
      for (const contender of contenders) {
        const { name, threads } = contender;
        if (name !== 'ours' && !peers) continue;
        const fitted =
          name === 'ours'
            ? await page.fit(options, round, threads)
            : await peers!.fit(name, threads, options, round);
        const own = times.get(keyOf(contender)) ?? { ms: [], binMs: [] };
        const ms = contender.threads === 1 ? (fitted.processorMs ?? fitted.ms) : fitted.ms;
        own.ms.push(ms);
        if (fitted.binMs !== null) own.binMs.push((fitted.binMs * ms) / fitted.ms);
        times.set(keyOf(contender), own);
      }
  });
  return times;
}

/** The ratio of the medians. */
export function ratio(ours: Times, theirs: Times): number {
  return median(ours.ms) / median(theirs.ms);
}

/** What a fit takes, in words. */
export function told({ ms, binMs }: Times): string {
  const whole = `${(median(ms) / 1000).toFixed(2)} s`;
  return binMs.length === 0 ? whole : `${whole}, of them ${(median(binMs) / 1000).toFixed(2)} s of bins`;
}
