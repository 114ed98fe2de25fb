import { describe, expect, test } from 'vitest';
import { exportsOf, moduleOf } from './example-module.ts';
import { findExamples } from './find-examples.ts';

const SOURCE = `const text = '/** @example no */';

/**
 * Adds.
 *
 * @param a the first
 * @example
 * const sum = add(1, {
 *   b: 2,
 * });
 * sum // 3
 * @throws nothing
 * @example
 * // not run: it needs patience
 * add(0, { b: 0 })
 */
export function add(a: number, { b }: Options): number {
  return a + b;
}

export interface Options { readonly b: number }

export class Sum {
  /**
   * @example new Sum().value // 0
   */
  get value(): number {
    return 0;
  }
}

/** @example later // 1 */
export const later = 1, never = 2;
`;

describe('examples of a source text', () => {
  const examples = findExamples('src/add.ts', SOURCE);

  test('are found with their name, line and code', () => {
    expect(examples.map(({ name, line }) => [name, SOURCE.split('\n')[line - 1]])).toEqual([
      ['add', ' * const sum = add(1, {'],
      ['add', ' * // not run: it needs patience'],
      ['value', '   * @example new Sum().value // 0'],
      ['later', '/** @example later // 1 */'],
    ]);
    expect(examples.map(({ code }) => code)).toEqual([
      'const sum = add(1, {\n  b: 2,\n});\nsum // 3',
      '// not run: it needs patience\nadd(0, { b: 0 })',
      'new Sum().value // 0',
      'later // 1',
    ]);
  });

  test('say when they are not run', () => {
    expect(examples.map(({ notRun }) => notRun)).toEqual([
      undefined,
      'it needs patience',
      undefined,
      undefined,
    ]);
  });
});

test('exports are types or values', () => {
  expect([...exportsOf('src/add.ts', SOURCE).names]).toEqual([
    ['add', 'value'],
    ['Options', 'type'],
    ['Sum', 'value'],
    ['later', 'value'],
    ['never', 'value'],
  ]);
});

describe('an example as a module', () => {
  const moduleOfCode = (code: string) =>
    moduleOf(
      { file: 'src/add.ts', line: 1, name: 'add', code, notRun: undefined },
      '.cache/examples/add.ts',
      [exportsOf('src/add.ts', SOURCE)],
    );

  test('imports what it mentions, and nothing that it declares', () => {
    const { text } = moduleOfCode(
      `import { x } from './x.ts';\nconst later: Options = { b: x };\nadd(random.uniform(), later) // 1`,
    );
    expect(text).toContain(`import { x } from '../../src/x.ts';`);
    expect(text).toContain(`import { add } from '../../src/add.ts';`);
    expect(text).toContain(`import type { Options } from '../../src/add.ts';`);
    expect(text).toContain('const { random } = shared;');
    expect(text).not.toContain('{ later }');
    expect(text).not.toContain('Sum');
  });

  test('promises the values behind its statements, or below them', () => {
    const { promised } = moduleOfCode(
      `const a = add(1, { b: 1 }); // 2\nadd(a, { b: 1 }) // some words\nadd(a, { b: 2 })\n// [1,\n// 2]\nadd()`,
    );
    expect(promised).toEqual([
      { code: 'const a = add(1, { b: 1 });', expectation: { kind: 'value', value: 2 } },
      { code: 'add(a, { b: 2 })', expectation: { kind: 'value', value: [1, 2] } },
    ]);
  });

  test('refuses a value behind what has none', () => {
    expect(() => moduleOfCode('for (const a of []) add(a); // 3')).toThrow(/which has none/u);
  });
});
