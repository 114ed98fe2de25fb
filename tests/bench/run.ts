import { ensureBrowser } from '../install-browser.ts';
import { printResults, writeResults, type Row } from './results.ts';

// npm run bench -- SUITE [MEASURE...]: prints a table; of a whole suite it writes results/SUITE.json.
type Suite = { measure: (names: readonly string[]) => Promise<readonly Row[]> };
const suites: Readonly<Record<string, () => Promise<Suite>>> = {
  walk: () => import('./suites/walk.ts'),
  robust: () => import('./suites/robust.ts'),
  archive: () => import('./suites/archive.ts'),
  dense: () => import('./suites/dense.ts'),
  gpu: () => import('./suites/gpu.ts'),
  continual: () => import('./suites/continual.ts'),
  trees: () => import('./suites/trees.ts'),
};

const [name = '', ...names] = process.argv.slice(2);
const load = suites[name];
if (!load) {
  console.error(`there is no suite "${name}"; run npm run bench -- ${Object.keys(suites).join(' | ')}`);
  process.exit(2);
}
await ensureBrowser();
const { measure } = await load();
const rows = await measure(names);
printResults(rows);
if (names.length === 0) writeResults(name, rows);
