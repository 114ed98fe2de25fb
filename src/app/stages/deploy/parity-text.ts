import type { Task } from '../../../core/schema.ts';
import type { TreeParity } from '../../../../workers/workspace/contract.ts';
import { countText } from '../../parts/format.ts';

/**
 * What came of reading a file back.
 *
 * @example
 * parityText({ rows: 90, probes: 2000, largest: 0 }, 'binary')
 * // 'Read back, it predicted the same of 90 report rows and of 2,000 at the limits of its trees, to the last digit.'
 * parityText({ rows: 0, probes: 2000, largest: 3.2e-8 }, 'regression')
 * // 'Read back, it predicted the same of 2,000 rows at the limits of its trees, but for at most 3.2e-8 of the largest value.'
 */
export function parityText({ rows, probes, largest }: TreeParity, task: Task): string {
  const drawn = `${countText(probes)}${rows > 0 ? '' : ' rows'} at the limits of its trees`;
  const asked = rows > 0 ? `${countText(rows, 'report row')} and of ${drawn}` : drawn;
  const off =
    largest === 0
      ? 'to the last digit'
      : `but for at most ${largest.toPrecision(2)} of ${task === 'regression' ? 'the largest value' : 'a chance'}`;
  return `Read back, it predicted the same of ${asked}, ${off}.`;
}
