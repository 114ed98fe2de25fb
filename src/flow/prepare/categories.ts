import type { Problem } from '../../core/learner.ts';
import type { Recipe } from '../../core/recipe.ts';
import { categoryIndex } from './steps/category-index.ts';

/** Which features of a fitted recipe are indexes of categories, and how many indexes each has. */
export function categoriesOf({ steps }: Recipe): NonNullable<Problem['categories']> {
  const categories: Record<string, number> = {};
  for (const { kind, state } of steps)
    if (kind === categoryIndex.kind)
      for (const [column, { labels, hasMissing }] of Object.entries(
        state as ReturnType<typeof categoryIndex.fit>,
      ))
        categories[column] = labels.length + 1 + Number(hasMissing);
  return categories;
}
