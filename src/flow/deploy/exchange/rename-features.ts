import type { NamedTrees } from './foreign-trees.ts';

/** The same trees, whose features have these names, in their order. */
export function renameFeatures({ grown, categories }: NamedTrees, names: readonly string[]): NamedTrees {
  const { features, categories: counts } = grown.problem;
  const renamed = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(
      features.flatMap((name, at) => (Object.hasOwn(record, name) ? [[names[at]!, record[name]!]] : [])),
    );
  const problem = {
    ...grown.problem,
    features: [...names],
    ...(counts && { categories: renamed(counts) }),
  };
  return { grown: { ...grown, problem }, categories: renamed(categories) };
}
