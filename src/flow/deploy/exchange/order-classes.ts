import type { GrownTrees } from '../../../core/grown-trees.ts';
import { PerennialError } from '../../../core/errors.ts';

/**
 * The same trees for classes in another order.
 *
 * @param told the label of each class number that the trees know
 * @param wanted the same labels in the order in which the target has them
 * @throws PerennialError `classes` where they are not the same
 */
export function orderClasses(
  grown: GrownTrees,
  told: readonly string[],
  wanted: readonly string[],
): GrownTrees {
  const { problem, ensemble } = grown;
  if (problem.classes.length !== wanted.length)
    refuse(`the file has ${problem.classes.length} classes, and the target ${wanted.length} labels`);
  const isSame = new Set(told).size === wanted.length && wanted.every((label) => told.includes(label));
  if (!isSame || told.length !== wanted.length)
    refuse(
      `the file's classes are ${listed(told)}, the target's labels ${listed(wanted)}; give each class one of the labels`,
    );
  const places = wanted.map((label) => told.indexOf(label));
  const ordered = { ...problem, classes: [...wanted] };
  if (places.every((place, at) => place === at)) return { ...grown, problem: ordered };
  const { base, trees } = ensemble;
  // With two classes a score speaks for the second one.
  if (problem.task === 'binary')
    return {
      ...grown,
      problem: ordered,
      ensemble: {
        base: base.map((score) => -score),
        trees: trees.map((tree) => ({ ...tree, values: tree.values.map((value) => -value) })),
      },
    };
  const count = wanted.length;
  return {
    ...grown,
    problem: ordered,
    ensemble: {
      base: Float64Array.from(places, (place) => base[place]!),
      trees: trees.map((_, at) => trees[at - (at % count) + places[at % count]!]!),
    },
  };
}

function listed(labels: readonly string[]): string {
  return labels
    .slice(0, 8)
    .map((label) => `"${label}"`)
    .join(', ');
}

function refuse(message: string): never {
  throw new PerennialError('classes', message, { stage: 'deploy' });
}
