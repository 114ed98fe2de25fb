import { expect, it } from 'vitest';
import { anchorOrder } from '../../../../src/app/parts/scores/anchor-order.ts';
import type { AnchorComparison } from '../../../../src/core/records.ts';

const segment = (tableId: string, holds: boolean, difference: number): AnchorComparison => ({
  tableId,
  holds,
  comparison: {
    loss: 'error-rate',
    champion: 0.1,
    challenger: 0.1 + difference,
    difference,
    low: difference - 0.01,
    high: difference + 0.01,
    rows: 100,
    wins: 1,
    losses: 1,
    ties: 98,
  },
});

it('shows first what can block, the worst of it at the top', () => {
  const anchor = [
    segment('faint and bad', false, 0.3),
    segment('better', true, -0.1),
    segment('worse', true, 0.2),
    segment('faint', false, 0),
  ];
  expect(anchorOrder(anchor).map(({ tableId }) => tableId)).toEqual([
    'worse',
    'better',
    'faint and bad',
    'faint',
  ]);
  expect(anchor[0]!.tableId).toBe('faint and bad');
});
