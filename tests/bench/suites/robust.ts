import { Random } from '../../../src/core/random.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import { readMutants } from '../../checks/read-mutants.ts';
import { type Row, rowOf } from '../results.ts';

const ROWS = 1_300_000;
const MUTANTS = 10_000;
const CITIES = ['Aachen', 'Bergen', 'Córdoba', 'Delft', 'Eger', 'Faro', 'Graz', 'Haifa'];

/** Bad input and large input, as far as reading goes. */
export async function measure(): Promise<readonly Row[]> {
  return [await mutants(), await parse()];
}

async function mutants(): Promise<Row> {
  const { tables, bad } = await readMutants(delimited, 1, MUTANTS);
  for (const { index, reason } of bad.slice(0, 20)) console.error(`mutant ${index}: ${reason}`);
  const note = `of ${MUTANTS}; ${tables} tables, ${MUTANTS - tables - bad.length} sentences`;
  return rowOf('robust.mutants.bad', [bad.length], 'files', '<= 0', note);
}

/** Reading alone, in Node: nothing is stored and nothing profiled. */
async function parse(): Promise<Row> {
  const file = largeFile();
  const runs: number[] = [];
  for (let run = 0; run < 3; run++) {
    let rows = 0;
    const sink = {
      write: async (chunk: { rows: number }) => void (rows += chunk.rows),
      restart: async () => {},
    };
    const start = performance.now();
    const report = await delimited.read(file, {}, sink, {
      signal: new AbortController().signal,
      report: () => {},
    });
    runs.push((performance.now() - start) / 1000);
    if (rows !== ROWS || report.unreadable.length > 0) throw new Error(`read ${rows} rows of ${ROWS}`);
  }
  const note = `Node ${process.versions.node}, ${(file.size / 1e6).toFixed(0)} MB`;
  return rowOf('robust.import-100mb.parse-s', runs, 'seconds', 'reported', note);
}

/** Six columns of numbers, two of categories, a date-time and a boolean. */
function largeFile(): Blob {
  const random = new Random(1);
  const parts = ['age,income,balance,rate,score,count,city,segment,at,active\n'];
  let lines: string[] = [];
  for (let row = 0; row < ROWS; row++) {
    const at = new Date(1.6e12 + row * 60_000).toISOString().slice(0, 19);
    lines.push(
      `${18 + random.below(70)},${random.below(9_000_000) / 100},${(random.normal() * 5000).toFixed(2)},` +
        `${random.uniform().toFixed(6)},${random.normal().toFixed(5)},${random.below(100_000)},` +
        `${CITIES[random.below(CITIES.length)]},segment ${random.below(40)},${at},${random.below(2) === 1}\n`,
    );
    if (lines.length < 50_000) continue;
    parts.push(lines.join(''));
    lines = [];
  }
  return new Blob([...parts, lines.join('')]);
}
