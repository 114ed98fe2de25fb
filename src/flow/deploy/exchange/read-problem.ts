import type { Problem } from '../../../core/learner.ts';
import type { Task } from '../../../core/schema.ts';
import type { Tree } from '../../../core/trees.ts';
import { hasCategory } from './category-sets.ts';
import type { CategoryNames } from './foreign-trees.ts';

/** The labels of classes that a file names, or their numbers. */
export function checkClasses(
  task: Task,
  outputs: number,
  named: readonly string[] | null,
  refuse: (what: string) => never,
): readonly string[] {
  if (task === 'regression') return [];
  const count = task === 'binary' ? 2 : outputs;
  if (count < 2) refuse(`it has ${count} classes; there are 2 or more`);
  if (named && named.length !== count) refuse(`it names ${named.length} classes of ${count}`);
  return named ?? Array.from({ length: count }, (_, number) => String(number));
}

/** How many categories each feature has, as far as the file tells: those with labels, those that it tells of, and those that a split names. 0: a number. */
export function countCategories(
  trees: readonly Tree[],
  features: readonly string[],
  labels: Readonly<Record<string, CategoryNames>>,
  known: readonly number[],
): Uint32Array {
  const counts = Uint32Array.from(features, (name, at) =>
    Object.hasOwn(labels, name) ? Math.max(labels[name]!.labels.length, known[at]!) : known[at]!,
  );
  for (const { features: asked, sets } of trees)
    for (const [node, set] of sets.entries()) {
      if (set.length === 0) continue;
      const feature = asked[node]!;
      let last = set.length * 32 - 1;
      while (last > 0 && !hasCategory(set, last)) last--;
      counts[feature] = Math.max(counts[feature]!, last + 1);
    }
  return counts;
}

export function problemOf(
  task: Task,
  features: readonly string[],
  classes: readonly string[],
  counts: Uint32Array,
): Problem {
  const categories = Object.fromEntries(
    features.flatMap((name, at) => (counts[at]! > 0 ? [[name, counts[at]!] as const] : [])),
  );
  return {
    ...{ task, features, classes },
    ...(Object.keys(categories).length > 0 && { categories }),
  };
}
