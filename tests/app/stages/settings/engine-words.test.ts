import { expect, test } from 'vitest';
import { browserText, SHOWN_MODELS, speedsOf } from '../../../../src/app/stages/settings/engine-words.ts';
import { probedSizes } from '../../../../src/compute/probe/measure.ts';
import type { EngineRow } from '../../../../src/core/engine-table.ts';

test('every model that is shown is one that is timed', () => {
  const timed = probedSizes.map(({ shape: { inputs, hidden, outputs }, batchSize }) =>
    JSON.stringify([[inputs, ...hidden, outputs].join('-'), batchSize]),
  );
  for (const { sizes, batchSize } of SHOWN_MODELS)
    expect(timed).toContain(JSON.stringify([sizes, batchSize]));
});

test('speeds are rows a second; the fastest is marked, and what was not timed is none', () => {
  const cost = { step: 0, million: 0, thousand: 0, values: 0 };
  const row = (kind: 'wasm' | 'reference', us: readonly number[]): EngineRow => ({
    kind,
    outcome: 'agreed',
    costs: { linear: cost, network: cost },
    measured: probedSizes
      .filter(
        ({ batchSize, shape }) =>
          batchSize > 30 && shape.inputs > 30 && (shape.hidden.length !== 0 || batchSize === 128),
      )
      .slice(0, us.length)
      .map((size, index) => ({ ...size, us: us[index]! })),
  });
  const rows = [row('wasm', [64, 50, 300, 8000]), row('reference', [50, 400, 2300])];
  const shown = rows.map((each) => speedsOf(each, { rows }));
  expect(shown[0]!.map(({ rowsPerSecond }) => rowsPerSecond)).toEqual([2e6, 640_000, 64e6 / 300, 32_000]);
  expect(shown[1]!.map(({ rowsPerSecond }) => rowsPerSecond)).toEqual([2.56e6, 80_000, 64e6 / 2300, null]);
  expect(shown.map((speeds) => speeds.map(({ isFastest }) => isFastest))).toEqual([
    [false, true, true, true],
    [true, false, false, false],
  ]);
});

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0.0.0 Safari/537.36\nChromium 143.0.7499.4\nGoogle Chrome 143.0.7499.4',
    'Google Chrome 143.0.7499.4',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/143.0.0.0\nChromium 143.0.7499.4',
    'Chromium 143.0.7499.4',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140.0'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/26.1 Safari/605.1.15', 'Safari 26.1'],
  ['something else', 'something else'],
])('%s is %s', (told, name) => {
  expect(browserText(told)).toBe(name);
});
