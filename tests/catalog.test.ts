import { describe, expect, test } from 'vitest';
import { catalog, findSample } from '../src/workspace/catalog.ts';
import { findLearner, findNested, findSteps } from '../src/workspace/model-catalog.ts';
import { openInProcess } from './workspace/in-process.ts';

// What each part does is checked where its kind lives (tests/flow/*/{readers,samples,steps,learners,memories}.test.ts),
// by suites that walk this same catalog.

const shelves: Readonly<Record<string, Readonly<Record<string, () => Promise<unknown>>>>> = catalog;
const parts = Object.entries(shelves).flatMap(([shelf, loaders]) =>
  Object.entries(loaders).map(([key, load]) => ({ shelf, key, load })),
);

test.each(parts)('$shelf/$key stands under its own name', async ({ shelf, key, load }) => {
  const part = (await load()) as { readonly kind?: string; readonly format?: string };
  expect(shelf === 'readers' ? part.format : part.kind).toBe(key);
  expect(await load()).toBe(part);
});

test('there is no shelf without parts', () => {
  for (const shelf of Object.values(shelves)) expect(Object.keys(shelf)).not.toHaveLength(0);
});

describe('finding a part', () => {
  test('by its name in a recipe or a snapshot', async () => {
    expect((await findLearner('network')).kind).toBe('network');
    expect((await findSample('friedman')).kind).toBe('friedman');
    expect(Object.values(catalog.memories)).toHaveLength(4);
    const byDefault = await findNested({});
    expect(byDefault.memory.kind).toBe('class-balanced-reservoir');
    expect(byDefault.strategy.kind).toBe('experience-replay');
    const named = await findNested({ memory: 'herding', strategy: 'ewc' });
    expect([named.memory.kind, named.strategy.kind]).toEqual(['herding', 'ewc']);
    await expect(findNested({ strategy: 'toString' })).rejects.toMatchObject({ code: 'unknown-kind' });
    const step = (kind: string) => ({ kind, columns: [], options: {}, state: null });
    const find = await findSteps({ inputs: [], steps: [step('scale'), step('one-hot')], features: [] });
    expect(find('scale').kind).toBe('scale');
    expect(find('one-hot').kind).toBe('one-hot');
  });

  test.each(['forest', 'toString', '__proto__'])('refuses %s with what there is', async (kind) => {
    const refused = {
      code: 'unknown-kind',
      message: `there is no learner "${kind}" here; there are ${Object.keys(catalog.learners).join(', ')}`,
    };
    await expect(findLearner(kind)).rejects.toMatchObject(refused);
  });
});

test('the workspace tells of every learner, sample and reader, as plain data', async () => {
  const told = await openInProcess().catalog();
  expect(structuredClone(told)).toEqual(told);
  expect(told.learners.map(({ kind }) => kind)).toEqual(Object.keys(catalog.learners));
  expect(told.samples.map(({ kind }) => kind)).toEqual(Object.keys(catalog.samples));
  expect(told.detectors.map(({ kind }) => kind)).toEqual(Object.keys(catalog.detectors));
  expect(told.detectors[0]?.kind).toBe('hddm-a');
  expect(told.readers.map(({ format }) => format)).toEqual(Object.keys(catalog.readers));
  for (const { title, summary } of [...told.learners, ...told.samples, ...told.detectors])
    expect([title, summary].every((text) => text.length > 0)).toBe(true);
});
