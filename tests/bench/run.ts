import { ensureBrowser } from '../install-browser.ts';
import { printResults, writeResults, type Row } from './results.ts';

// npm run bench -- SUITE: measures ours and the peers side by side, prints a table, writes results/SUITE.json.
const suites: Readonly<Record<string, () => Promise<{ measure: () => Promise<readonly Row[]> }>>> = {
  walk: () => import('./suites/walk.ts'),
  robust: () => import('./suites/robust.ts'),
};

const name = process.argv[2] ?? '';
const load = suites[name];
if (!load) {
  console.error(`there is no suite "${name}"; run npm run bench -- ${Object.keys(suites).join(' | ')}`);
  process.exit(2);
}
await ensureBrowser();
const { measure } = await load();
const rows = await measure();
printResults(rows);
writeResults(name, rows);
