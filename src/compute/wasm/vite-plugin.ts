import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const cache = resolve(import.meta.dirname, '../../../.cache/kernels');
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const NETWORKS = resolve(import.meta.dirname, 'kernels');
const TREES = resolve(import.meta.dirname, 'tree-kernels');
/** Trees take from the kernels of networks what two threads need. */
const FOLDERS = [NETWORKS, TREES];
const request = /^virtual:kernels\/(product|(?:plain|relaxed|trees)(?:-shared|-helper)?)$/;

/** What is shared has to name its most: all that wasm can address, in pages of 64 KiB. */
const PAGES = 65_536;

/**
 * Compiles the kernels from AssemblyScript: `virtual:kernels/plain` and `virtual:kernels/relaxed` export the wasm as `base64`,
 * `plain-shared` and so on those over a memory that threads share, `plain-helper` what a second thread runs over the same memory,
 * `product` one kernel alone (product.ts), `trees`, `trees-shared` and `trees-helper` those that grow trees (tree-kernels/);
 * so that it comes with the code in a page, a worker and Node alike. What was compiled once from the same text is kept.
 */
export function kernels(): Plugin {
  return {
    name: 'perennial:kernels',
    enforce: 'pre',
    resolveId: (id) => (request.test(id) ? `\0${id}` : null),
    load(id) {
      const build = request.exec(id.slice(1))?.[1];
      if (!build) return null;
      return `export const base64 = '${compiled(build).toString('base64')}';`;
    },
  };
}

function compiled(build: string): Buffer {
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--disableWarning', '112'];
  if (build.startsWith('relaxed')) options.push('--enable', 'relaxed-simd');
  if (build.includes('-')) {
    options.push('--enable', 'threads', '--importMemory', '--sharedMemory', '--noExportMemory');
    options.push('--initialMemory', '1', '--maximumMemory', String(PAGES));
  }
  const sources = build.startsWith('trees') ? TREES : NETWORKS;
  const entry = build === 'product' ? 'product.ts' : build.endsWith('-helper') ? 'helper.ts' : 'exports.ts';
  const texts = FOLDERS.flatMap((folder) =>
    readdirSync(folder).map((name) => [name, readFileSync(resolve(folder, name), 'utf8')]),
  );
  const key = createHash('sha256')
    .update(JSON.stringify([build, texts, options]))
    .digest('hex');
  const path = resolve(cache, `${key}.wasm`);
  if (!existsSync(path)) {
    const unfinished = `${path}.${process.pid}`;
    execFileSync(process.execPath, [compiler, resolve(sources, entry), '-o', unfinished, ...options]);
    renameSync(unfinished, path);
  }
  return readFileSync(path);
}
