import { describe, expect, it } from 'vitest';
import { bestOf, Trace } from '../../../src/app/state/trace.ts';

const point = (step: number, validationLoss: number | null) => ({
  step,
  epoch: step,
  trainLoss: 1,
  validationLoss,
});

describe('Trace', () => {
  it('begins a curve with each phase', () => {
    const trace = new Trace();
    trace.add('linear', point(1, 0.5));
    trace.add('linear', point(2, 0.4));
    trace.add('network', point(1, 0.6));
    expect(trace.curves().map(({ phase, points }) => [phase, points.length])).toEqual([
      ['linear', 2],
      ['network', 1],
    ]);
  });

  it('takes steps that are taken again for those of before', () => {
    const trace = new Trace();
    for (const step of [10, 20, 30]) trace.add('network', point(step, 0.1));
    trace.add('network', point(20, 0.9));
    trace.add('network', point(30, 0.8));
    const points = trace.curves()[0]!.points;
    expect(points.map(({ step, validationLoss }) => [step, validationLoss])).toEqual([
      [10, 0.1],
      [20, 0.9],
      [30, 0.8],
    ]);
  });

  it('hands out copies that later points do not change', () => {
    const trace = new Trace();
    trace.add('linear', point(1, 0.5));
    const before = trace.curves();
    trace.add('linear', point(2, 0.4));
    expect(before[0]?.points).toHaveLength(1);
  });

  it('thins a long curve in order, and keeps its lowest and its newest point', () => {
    const trace = new Trace();
    for (let step = 1; step <= 50_000; step++) trace.add('network', point(step, step === 7777 ? 0.1 : 0.5));
    const points = trace.curves()[0]?.points ?? [];
    expect(points.length).toBeLessThanOrEqual(2000);
    expect(bestOf(points)?.step).toBe(7777);
    expect(points.at(-1)?.step).toBe(50_000);
    expect(points.map(({ step }) => step)).toEqual(points.map(({ step }) => step).toSorted((a, b) => a - b));
  });
});

describe('bestOf', () => {
  it('is the first of the lowest, and null where no point has a validation loss', () => {
    expect(bestOf([point(1, 0.5), point(2, 0.2), point(3, null), point(4, 0.2)])?.step).toBe(2);
    expect(bestOf([point(1, null)])).toBeNull();
    expect(bestOf([])).toBeNull();
  });

  it('is the first of the highest scores, where points have one, whatever their losses', () => {
    const scored = [0.7, 0.9, 0.9].map((score, at) => ({ ...point(at, 1 - 0.1 * at), score }));
    expect(bestOf(scored)?.step).toBe(1);
    const errors = [-3, -2, -4].map((score, at) => ({ ...point(at, 0.5), score }));
    expect(bestOf(errors)?.step).toBe(1);
  });
});
