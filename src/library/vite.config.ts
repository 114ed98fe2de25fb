import { dirname, posix, relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { kernels } from '../compute/wasm/vite-plugin.ts';

const root = new URL('../..', import.meta.url).pathname;

/** What the package's exports name, and the workers that they start. */
const entries = {
  index: 'src/index.ts',
  worker: 'src/library/in-worker.ts',
  'workspace-worker': 'workers/workspace/worker.ts',
  'compute-worker': 'workers/compute/worker.ts',
  'compute-second-thread': 'workers/compute/second-thread.ts',
};

const entryOf = (file: string): string | undefined =>
  Object.entries(entries).find(([, path]) => path === relative(root, file))?.[0];

/**
 * A worker is an entry like any other, named by `new URL('./workspace-worker.js', import.meta.url)`: so it is found by a page
 * without a bundler, and is a worker to every bundler. Left to itself the build would hide it among the assets.
 */
const workersBeside: Plugin = {
  name: 'workers-beside',
  enforce: 'pre',
  transform: (code, id) =>
    code.replace(/new URL\('([^']+\.ts)', import\.meta\.url\)/g, (whole, path: string) => {
      const entry = entryOf(resolve(dirname(id), path));
      return entry === undefined ? whole : `__workerBeside('${entry}')`;
    }),
  renderChunk: (code, { fileName }) =>
    code.replace(/__workerBeside\(["'`]([^"'`]+)["'`]\)/g, (_, worker: string) => {
      const path = posix.relative(posix.dirname(fileName), `${worker}.js`);
      return `new URL('./${path}', import.meta.url)`;
    }),
};

export default defineConfig({
  root,
  base: './',
  publicDir: false,
  plugins: [kernels(), workersBeside],
  build: {
    outDir: 'lib',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    minify: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, root + path])),
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'parts/[name].js',
        assetFileNames: 'parts/[name][extname]',
      },
      checks: { pluginTimings: false },
    },
  },
});
