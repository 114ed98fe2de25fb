import { type CodedColumn, MISSING_CODE } from '../../core/column.ts';

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** How often each code of the dictionary stands in the column; a code may be unused. */
export function countCodes(column: CodedColumn): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(column.dictionary.length);
  for (const code of column.values) if (code !== MISSING_CODE) counts[code] = counts[code]! + 1;
  return counts;
}

/** The labels seen most often, most frequent first; equally frequent ones in the order of the dictionary. */
export function mostFrequent(
  dictionary: readonly string[],
  counts: Uint32Array,
  limit: number,
): readonly LabelCount[] {
  const top: LabelCount[] = [];
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code]!;
    if (count === 0 || (top.length === limit && count <= top[limit - 1]!.count)) continue;
    let at = top.length;
    while (at > 0 && top[at - 1]!.count < count) at--;
    top.splice(at, 0, { label: dictionary[code]!, count });
    if (top.length > limit) top.pop();
  }
  return top;
}
