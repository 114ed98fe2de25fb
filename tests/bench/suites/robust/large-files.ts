import { closeSync, openSync, writeSync } from 'node:fs';
import { Random } from '../../../../src/core/random.ts';

export const LARGE_ROWS = 1_300_000;
const CITIES = ['Aachen', 'Bergen', 'Córdoba', 'Delft', 'Eger', 'Faro', 'Graz', 'Haifa'];

/** A file of 100 MB: six columns of numbers, two of categories, a date-time and a boolean. */
export function writeLarge(path: string): void {
  const random = new Random(1);
  writeRows(path, 'age,income,balance,rate,score,count,city,segment,at,active', LARGE_ROWS, (row) => {
    const at = new Date(1.6e12 + row * 60_000).toISOString().slice(0, 19);
    return (
      `${18 + random.below(70)},${random.below(9_000_000) / 100},${(random.normal() * 5000).toFixed(2)},` +
      `${random.uniform().toFixed(6)},${random.normal().toFixed(5)},${random.below(100_000)},` +
      `${CITIES[random.below(CITIES.length)]},segment ${random.below(40)},${at},${random.below(2) === 1}`
    );
  });
}

const INPUTS = 20;
export const TARGET = 'answer';

/**
 * Rows of 20 numbers and a binary answer: on which side of a hyperplane through the origin they lie, after noise as strong
 * as the rule itself, which flips a quarter of the answers.
 */
export function writeLabelled(path: string, rows: number, seed = 1): void {
  const random = new Random(seed);
  const rule = new Random(1);
  const slopes = Array.from({ length: INPUTS }, () => rule.normal());
  const noise = Math.hypot(...slopes);
  const names = slopes.map((_, index) => `x${index + 1}`);
  writeRows(path, [...names, TARGET].join(), rows, () => {
    let sum = noise * random.normal();
    let line = '';
    for (const slope of slopes) {
      const value = random.normal();
      sum += slope * value;
      line += `${value.toFixed(3)},`;
    }
    return line + (sum > 0 ? 'yes' : 'no');
  });
}

function writeRows(path: string, header: string, rows: number, rowAt: (row: number) => string): void {
  const file = openSync(path, 'w');
  let lines = [header];
  for (let row = 0; row < rows; row++) {
    lines.push(rowAt(row));
    if (lines.length < 20_000) continue;
    writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  closeSync(file);
}
