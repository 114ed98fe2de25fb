import { withFolder } from '../bench-page.ts';
import type { Row } from '../results.ts';
import { loadText } from './robust/load.ts';
import { deep } from './trees/deep.ts';
import { growth } from './trees/growth.ts';
import { writeHiggsRows } from './trees/higgs-rows.ts';
import { memory } from './trees/memory.ts';
import { million } from './trees/million.ts';
import type { Part } from './trees/parts.ts';
import { withPeers } from './trees/peers.ts';
import { predict } from './trees/predict.ts';
import { quality } from './trees/quality.ts';
import { speed } from './trees/speed.ts';
import { withTreesServed } from './trees/trees-page.ts';
import { update } from './trees/update.ts';

const parts: Readonly<Record<string, { readonly measure: Part; readonly higgsRows: number }>> = {
  speed: { measure: speed, higgsRows: 200_000 },
  deep: { measure: deep, higgsRows: 200_000 },
  million: { measure: million, higgsRows: 1_000_000 },
  memory: { measure: memory, higgsRows: 0 },
  predict: { measure: predict, higgsRows: 1_000_000 },
  growth: { measure: growth, higgsRows: 2_000_000 },
  quality: { measure: quality, higgsRows: 0 },
  update: { measure: update, higgsRows: 0 },
};

/**
 * Boosted trees in a worker of headless Chromium, beside scikit-learn's HistGradientBoosting, LightGBM and XGBoost hist of tests/reference/requirements.txt on the same
 * rows in the same run: they are installed into .cache where Python 3 is at hand; where it is not, the suite says so and leaves their rows out.
 *
 * @param names of parts; none: all of them.
 */
export async function measure(names: readonly string[]): Promise<readonly Row[]> {
  const asked = Object.entries(parts).filter(([name]) => names.length === 0 || names.includes(name));
  return withFolder(async (folder) => {
    await writeHiggsRows(folder, Math.max(0, ...asked.map(([, { higgsRows }]) => higgsRows)));
    return withPeers((peers) =>
      withTreesServed(folder, async (withTreesPage) => {
        const rows: Row[] = [];
        for (const [name, part] of asked) {
          console.error(`trees: ${name}, ${loadText()}`);
          rows.push(...(await part.measure({ folder, peers, withTreesPage })));
        }
        return rows;
      }),
    );
  });
}
