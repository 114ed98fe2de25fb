import type { Deletion } from '../../../workers/workspace/contract.ts';
import { bytesText, countText } from './format.ts';

/**
 * What goes, in a sentence for the person who is about to delete it.
 *
 * @example
 * deletionText({ tables: ['iris.csv'], versions: [1, 2], predictions: 0, sizeBytes: 1536, refusal: null }) // "This deletes the table iris.csv and versions 1 and 2 for good, and frees 1.5 kB."
 */
export function deletionText({ tables, versions, predictions, sizeBytes }: Deletion): string {
  const parts = [
    ...named('table', tables),
    ...named('version', versions.map(String)),
    ...(predictions > 0 ? [countText(predictions, 'kept prediction')] : []),
  ];
  const what = parts.length > 0 ? listed(parts) : 'an empty project';
  return `This deletes ${what} for good, and frees ${bytesText(sizeBytes)}.`;
}

const MOST_NAMES = 6;

function named(noun: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  if (names.length > MOST_NAMES) return [countText(names.length, noun)];
  const the = noun === 'table' ? 'the ' : '';
  return [`${the}${noun}${names.length === 1 ? '' : 's'} ${listed(names)}`];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
