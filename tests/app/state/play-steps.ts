import type { Player, PlayOpening, PlayStep } from '../../../workers/play/contract.ts';

/** A play of so many rows, of which the first 100 were learnt. */
export function openingOf(rows: number): PlayOpening {
  return {
    rows,
    firstRows: 100,
    batchRows: 50,
    windowRows: 500,
    target: 'class',
    columns: ['class'],
    changes: [],
    notes: [],
  };
}

/** Its batches: the champion is always right, the others in every second row; each batch promotes. */
export function stepsOf(rows: number, batchRows: number): readonly PlayStep[] {
  const steps: PlayStep[] = [];
  for (let from = 100; from < rows; from += batchRows) {
    const size = Math.min(batchRows, rows - from);
    const hits = (player: Player) =>
      Uint8Array.from({ length: size }, (_, row) => (player === 'champion' ? 1 : (from + row) % 2));
    const ofAll = <T>(make: (player: Player) => T): Record<Player, T> => ({
      champion: make('champion'),
      frozen: make('frozen'),
      majority: make('majority'),
      'no-change': make('no-change'),
    });
    const played = from + size - 100;
    steps.push({
      from,
      rows: size,
      right: ofAll(hits),
      accuracy: ofAll((player) => Float32Array.from(hits(player), (hit, row) => (hit + row) / (row + 1))),
      championNumber: steps.length + 1,
      lead: {
        rows: played,
        loss: 'error-rate',
        champion: 0.5,
        challenger: 0,
        difference: -0.5,
        low: -0.6,
        high: -0.4,
        wins: played / 2,
        losses: 0,
        ties: played / 2,
      },
      agreement: { kappa: 1, kappaTemporal: 1 },
      marks: [{ row: from + size, kind: 'promotion', text: 'It was better.' }],
    });
  }
  return steps;
}
