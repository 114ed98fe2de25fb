import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, test } from 'vitest';

// The package as it is published: built, packed, and imported by its name.

const run = promisify(execFile);
const npx = (...command: string[]) => run('npx', ['--no-install', ...command]);
/** Git-ignored; within the package, so that its name resolves. */
const FOLDER = '.cache/library';

let packed: { readonly path: string; readonly rooms: readonly string[] };

beforeAll(async () => {
  await Promise.all([
    npx('vite', 'build', '-c', 'src/library/vite.config.ts', '--logLevel', 'warn'),
    npx('tsc', '-p', 'src/library/tsconfig.json'),
  ]);
  mkdirSync(FOLDER, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', FOLDER]);
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const rooms = [...new Set(files.map(({ path }) => path.split('/')[0]!))].sort();
  packed = { path: `${FOLDER}/${filename}`, rooms };
}, 120_000);

describe('the built package', () => {
  test('is found and typed by Node and by bundlers', async () => {
    const { messages, pkg } = await publint({
      pack: { tarball: readFileSync(packed.path).buffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
    const { stdout } = await npx('attw', packed.path, '--profile', 'esm-only', '--format', 'json');
    const { analysis } = JSON.parse(stdout) as { analysis: { entrypoints: object } };
    expect(Object.keys(analysis.entrypoints)).toEqual(['.', './worker']);
  }, 120_000);

  test('needs no other package, and nothing but its own files', () => {
    expect(readFileSync('package.json', 'utf8')).not.toContain('"dependencies"');
    expect(packed.rooms).toEqual(['LICENSE', 'README.md', 'lib', 'package.json']);
  });

  test('loads without side effects: what is imported and not used leaves nothing behind', async () => {
    const said = await runModule(
      'side-effects',
      `const names = () => Object.getOwnPropertyNames(globalThis).sort().join();
       const before = names();
       const { openPerennial } = await import('perennial-ml');
       const { openPerennialInWorker } = await import('perennial-ml/worker');
       console.log(typeof openPerennial, typeof openPerennialInWorker, names() === before);`,
    );
    expect(said.trim()).toBe('function function true');
  });

  test('the lines of the README work', async () => {
    const section = readFileSync('README.md', 'utf8').split('\n## From code\n')[1]!.split('\n## ')[0]!;
    const code = /```js\n([\s\S]*?)```/.exec(section)![1]!;
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(12);
    const said = await runModule('readme', `${code}\nconsole.log(file instanceof Blob, file.size > 0);`);
    expect(said).toMatch(/metric: 'accuracy'/);
    expect(said).toMatch(/answer: 'oak'/);
    expect(said).toMatch(/^(promoted|unproven|forgot) \S/m);
    expect(said).toMatch(/^true true$/m);
  }, 60_000);
});

/** What a module of its own says that imports the package by its name, as any program would. */
async function runModule(name: string, code: string): Promise<string> {
  const path = `${FOLDER}/${name}.mjs`;
  writeFileSync(path, code);
  return (await run(process.execPath, [path])).stdout;
}
