import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import { exportsOf, moduleOf } from './example-module.ts';
import { findExamples } from './find-examples.ts';
import { makeShared, type Shared } from './shared.ts';

// Every example of the docstrings is compiled, run, and held to the values that its comments promise.

const ROOMS = ['src/core', 'src/math', 'src/flow', 'src/compute', 'src/bridge', 'src/workspace'];
/** Git-ignored. */
const FOLDER = '.cache/examples';
/** How many examples may stand unrun, each with its reason. */
const NOT_RUN = 0;

interface Ready {
  example(check: (index: number, run: () => unknown) => Promise<void>, shared: Shared): Promise<void>;
}

const files = ROOMS.flatMap(sourcesIn).map((file) => ({ file, source: readFileSync(file, 'utf8') }));
const core = files
  .filter(({ file }) => file.startsWith('src/core/'))
  .map(({ file, source }) => exportsOf(file, source));
const examples = files.flatMap(({ file, source }) => findExamples(file, source));
const modules = examples
  .filter(({ notRun }) => notRun === undefined)
  .map((example) => {
    const source = files.find(({ file }) => file === example.file)!.source;
    const path = join(
      FOLDER,
      `${example.file.replaceAll('/', '-').replace(/\.ts$/u, '')}-${example.name}.ts`,
    );
    try {
      return { example, path, ...moduleOf(example, path, [exportsOf(example.file, source), ...core]) };
    } catch (cause) {
      throw new Error(`the example at ${example.file}:${example.line} cannot be read`, { cause });
    }
  });
mkdirSync(FOLDER, { recursive: true });
// A file that stands as it should is left alone: another run may be reading it.
for (const { path, text } of modules)
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);

test('no example is lost, and each has a name of its own', () => {
  const tags = files.flatMap(({ source }) => source.match(/^\s*\*\s+@example\b/gmu) ?? []);
  expect(examples).toHaveLength(tags.length);
  expect(examples.length).toBeGreaterThan(40);
  expect(new Set(modules.map(({ path }) => path)).size).toBe(modules.length);
});

test('hardly an example stands unrun', () => {
  const notRun = examples.filter((each) => each.notRun !== undefined);
  expect(notRun.map(({ file, notRun: why }) => `${file}: ${why}`)).toHaveLength(NOT_RUN);
});

test('examples compile as strictly as the code', () => {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, types: ['@webgpu/types'] },
    '.',
  );
  const own = modules.map(({ path }) => resolve(path));
  const program = ts.createProgram(own, options);
  const problems = own.flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  expect(
    problems.map(({ file, messageText }) => {
      const place = file?.text.split('\n', 1)[0] ?? '';
      return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    }),
  ).toEqual([]);
}, 30_000);

describe('examples give what they promise', () => {
  test.each(modules.map((each) => ({ ...each, title: `${each.example.file}: ${each.example.name}` })))(
    '$title',
    async ({ path, promised }) => {
      const ready = (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href)) as Ready;
      const seen: number[] = [];
      await ready.example(async (index, run) => {
        seen.push(index);
        const { code, expectation } = promised[index]!;
        if (expectation.kind === 'value') expect(await run(), code).toEqual(expectation.value);
        else if (expectation.kind === 'throws') {
          const error: unknown = await Promise.resolve(run()).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error, code).toBeInstanceOf(PerennialError);
          expect((error as PerennialError).code, code).toBe(expectation.code);
        }
      }, makeShared());
      expect(seen.length, 'an example shows at least one value').toBeGreaterThan(0);
      expect(seen).toEqual(promised.map((_, index) => index));
    },
    30_000,
  );
});

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));
}
