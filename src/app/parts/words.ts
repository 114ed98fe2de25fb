import type { EngineChoice, EngineKind } from '../../core/dense.ts';
import type { ModelVersion, SplitStrategy, TableVersion } from '../../core/records.ts';
import type { Task } from '../../core/schema.ts';
import { bytesText, countText } from './format.ts';

/** A task in plain words, with the field's term. */
export const TASKS: Readonly<Record<Task, { readonly title: string; readonly term: string }>> = {
  binary: { title: 'One of two classes', term: 'binary classification' },
  multiclass: { title: 'One of several classes', term: 'multiclass classification' },
  regression: { title: 'A number', term: 'regression' },
};

export const ENGINES: Readonly<Record<EngineKind, string>> = {
  reference: 'Plain TypeScript',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  'tfjs-webgpu': 'TensorFlow.js on WebGPU',
  'tfjs-wasm': 'TensorFlow.js on WebAssembly',
  'tfjs-cpu': 'TensorFlow.js on JavaScript',
};

export const ENGINE_CHOICES: readonly EngineChoice[] = [
  'auto',
  'wasm',
  'webgpu',
  'reference',
  'tfjs-webgpu',
  'tfjs-wasm',
  'tfjs-cpu',
];

/** How rows are told apart, in a few words. */
export function splitText(split: SplitStrategy, task: Task): string {
  switch (split.kind) {
    case 'random':
      return task === 'regression' ? 'at random' : 'at random, classes in equal shares';
    case 'order':
      return 'by row order: the last rows judge';
    case 'time':
      return `by “${split.column}”: the newest rows judge`;
  }
}

const MOST_NAMES = 12;

/**
 * Names in a row, as many as can be taken in.
 *
 * @example
 * namesText(['age', 'sex']) // "age, sex"
 */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${countText(names.length - MOST_NAMES)} more` : shown;
}

/** Where a table came from, in a few words. */
export function sourceText(table: TableVersion): string {
  const { source } = table;
  switch (source.kind) {
    case 'file':
      return `${source.name} · ${bytesText(source.sizeBytes)}`;
    case 'paste':
      return `pasted rows · ${bytesText(source.sizeBytes)}`;
    case 'rows':
      return 'handed over row by row';
    case 'sample':
      return `generated sample, seed ${source.seed}`;
  }
}

/** What the baseline of a task does, for the sentence beside a score. */
export function baselineText(version: ModelVersion): string {
  return version.evaluation?.baseline === 'mean'
    ? 'always the mean of the training rows'
    : 'always the most frequent class';
}
