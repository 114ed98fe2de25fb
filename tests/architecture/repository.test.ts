import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n').filter(existsSync);
const text = (path: string) => readFileSync(path, 'utf8');

test('the lockfile records no download address, and every version is pinned', () => {
  expect(text('package-lock.json')).not.toContain('"resolved"');
  const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<string, object>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the lockfile holds the builds of every platform, so that a clean install works on each', () => {
  const { packages } = JSON.parse(text('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: object }>;
  };
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  for (const [path, { optionalDependencies }] of Object.entries(packages))
    for (const name of Object.keys(optionalDependencies ?? {}))
      expect(names.has(name), `${path}: ${name}`).toBe(true);
});

test('the top level holds what the plan names, and nothing else', () => {
  const top = new Set(tracked.map((path) => path.split('/')[0]!).filter((name) => !name.startsWith('.')));
  const named =
    'LICENSE README.md package-lock.json package.json public src tests tsconfig.json vite.config.ts workers';
  expect([...top].sort()).toEqual(named.split(' ').sort());
});

test('each stage is a folder with a README of a few lines, and the tests mirror it', () => {
  const stages = 'collect deploy evaluate learn monitor prepare select train'.split(' ');
  expect(readdirSync('src/flow').sort()).toEqual(stages);
  for (const stage of stages) {
    expect(text(`src/flow/${stage}/README.md`).trim().split('\n').length, stage).toBeLessThanOrEqual(8);
    expect(readdirSync(`tests/flow/${stage}`).length, stage).toBeGreaterThan(0);
  }
});

test('no file is larger than its room: one idea a file', () => {
  const long = tracked
    .filter((path) => /^(src|workers)\/.*\.(ts|svelte)$/.test(path))
    .map((path) => [path, text(path).split('\n').length] as const)
    .filter(([path, lines]) => lines > (path.endsWith('.svelte') ? 250 : 300));
  expect(long).toEqual([]);
});

test('the examples of real data stay outside', () => {
  const data = tracked.filter((path) => /\.(csv|tsv|gz|arrow|parquet)$/.test(path));
  expect(data).toEqual([]);
});
