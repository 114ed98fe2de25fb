import { existsSync, readFileSync } from 'node:fs';
import { noCheckpoints } from '../../src/core/checkpoints.ts';
import type { JobContext, Progress } from '../../src/core/progress.ts';
import type { Reader, ReadOptions, ReadReport } from '../../src/core/reader.ts';
import { concatenate, type Table } from '../../src/core/table.ts';

/** Everything that a reader did: what it wrote since its last restart, and what it said. */
export interface Reading {
  readonly report: ReadReport;
  readonly table: Table;
  readonly chunks: readonly Table[];
  readonly restarts: number;
  readonly progress: readonly Progress[];
}

export async function readAll(reader: Reader, file: Blob, options: ReadOptions = {}): Promise<Reading> {
  let chunks: Table[] = [];
  let restarts = 0;
  const progress: Progress[] = [];
  const sink = {
    write: async (chunk: Table) => void chunks.push(chunk),
    restart: async () => {
      restarts++;
      chunks = [];
    },
  };
  const report = await reader.read(file, options, sink, contextOf(new AbortController().signal, progress));
  return { report, table: concatenate(chunks), chunks, restarts, progress };
}

export function contextOf(signal: AbortSignal, progress: Progress[] = []): JobContext {
  return { signal, report: (each) => void progress.push(each), checkpoints: noCheckpoints };
}

const FOLDER = process.env.PERENNIAL_DATA ?? '../shared/data';

/** A file of the data folder, or null where it is not there. */
export function dataFile(name: string): Blob | null {
  const path = new URL(`${FOLDER.startsWith('/') ? 'file://' : '../../'}${FOLDER}/${name}`, import.meta.url);
  return existsSync(path) ? new Blob([readFileSync(path)]) : null;
}
