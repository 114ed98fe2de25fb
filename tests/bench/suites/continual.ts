import type { Row } from '../results.ts';
import { cbpe } from './continual/cbpe.ts';
import { combination } from './continual/combination.ts';
import { detectors } from './continual/detectors.ts';
import { measureIncremental } from './continual/incremental.ts';
import { measureNewClasses } from './continual/new-classes.ts';
import { measureSingles } from './continual/singles.ts';
import { treeSpeed } from './continual/tree-speed.ts';

const parts: Readonly<Record<string, (names: readonly string[]) => Promise<readonly Row[]>>> = {
  detectors,
  cbpe,
  singles: measureSingles,
  combination,
  incremental: measureIncremental,
  'new-classes': measureNewClasses,
  'tree-speed': treeSpeed,
};

/**
 * What keeps learning costs and brings, and what notices that it must: in Node; models of streams in a worker of Chromium, too.
 *
 * @param names of parts, and of what singles and new-classes tell apart; none: all of them.
 */
export async function measure(names: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, part] of Object.entries(parts))
    if (names.length === 0 || names.includes(name)) rows.push(...(await part(names)));
  return rows;
}
