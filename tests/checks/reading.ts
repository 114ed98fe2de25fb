import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { noCheckpoints } from '../../src/core/checkpoints.ts';
import type { JsonObject } from '../../src/core/json.ts';
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

/** What a reader handed on, in turn, and how it ended: with a report, or in an error. */
export interface Steps {
  readonly steps: readonly ({ readonly chunk: Table; readonly position: JsonObject } | 'restart')[];
  readonly report: ReadReport | null;
  readonly error: unknown;
}

/** Reads a file, from behind a position if there is one. Positions are taken as they come back from storage. */
export async function readSteps(
  reader: Reader,
  file: Blob,
  options: ReadOptions = {},
  from?: JsonObject,
): Promise<Steps> {
  const steps: Steps['steps'][number][] = [];
  const sink = {
    write: async (chunk: Table, position: () => JsonObject) =>
      void steps.push({ chunk, position: JSON.parse(JSON.stringify(position())) as JsonObject }),
    restart: async () => void steps.push('restart'),
  };
  const { signal } = new AbortController();
  try {
    return { steps, report: await reader.read(file, options, sink, contextOf(signal), from), error: null };
  } catch (error) {
    return { steps, report: null, error };
  }
}

/** What a reading that goes on behind step `index` does otherwise than the one that was not cut off; null: nothing. */
export async function resumeFault(
  reader: Reader,
  file: Blob,
  options: ReadOptions,
  whole: Steps,
  index: number,
): Promise<string | null> {
  const step = whole.steps[index]!;
  if (step === 'restart') return null;
  const rest = await readSteps(reader, file, options, step.position);
  const expected = whole.steps.slice(index + 1);
  if (rest.steps.length !== expected.length)
    return `${rest.steps.length} steps behind step ${index} in place of ${expected.length}`;
  const other = rest.steps.findIndex((each, at) => !isDeepStrictEqual(each, expected[at]));
  if (other >= 0) return `step ${other} behind step ${index} is another one`;
  if (!isDeepStrictEqual(rest.report, whole.report))
    return `report ${JSON.stringify(rest.report)} in place of ${JSON.stringify(whole.report)}`;
  return String(rest.error) === String(whole.error)
    ? null
    : `ended in ${String(rest.error)} in place of ${String(whole.error)}`;
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
