import type { Id } from '../core/ids.ts';
import type { ReadOptions } from '../core/reader.ts';
import type { Jobs } from '../workspace/api.ts';
import { type Source, sourceFile } from './source.ts';
import type { Watch } from './watch.ts';

/** What is not said of how a file is written is found out. */
export interface ImportOptions extends ReadOptions, Watch {
  /** What the table is called, and a new project after it. Left out: the file's own name. */
  readonly name?: string;
}

export function importRequest(
  source: Source,
  { name, signal: _signal, onProgress: _onProgress, ...asked }: ImportOptions,
  projectId: Id | null,
): Jobs['import']['request'] {
  const { file, fileName, reading } = sourceFile(source);
  const options = { ...reading, ...asked, kinds: { ...reading.kinds, ...asked.kinds } };
  return { file, fileName: name ?? fileName, projectId, options };
}
