import { expect, test } from 'vitest';
import { AdaptiveWindow } from '../../../src/math/hoeffding/adaptive-window.ts';
import { NumberTape } from '../../../src/math/number-tape.ts';
import river from '../../reference/trees.json' with { type: 'json' };

test.each(Object.entries(river.changes))(
  'with delta %s it is cut exactly where ADWIN of River is',
  (risk, changes) => {
    let window = new AdaptiveWindow(Number(risk));
    const cuts: number[] = [];
    [...river.errors].forEach((error, row) => {
      if (window.update(Number(error))) cuts.push(row);
      if (row !== 1000) return;
      const tape = new NumberTape();
      window.save(tape);
      window = new AdaptiveWindow(Number(risk));
      window.load(new NumberTape(tape.numbers()));
    });
    expect(cuts).toEqual(changes);
    expect(cuts.length).toBeGreaterThan(0);
  },
);
