import type { Jobs, TreeFile } from '../../../../workers/workspace/contract.ts';
import { countText } from '../../parts/format.ts';
import type { Fact } from '../../parts/versions/version-facts.ts';
import { namesText } from '../../parts/words.ts';

const TITLES = { xgboost: 'XGBoost', lightgbm: 'LightGBM' } as const;
const LOSSES: Readonly<Record<NonNullable<TreeFile['loss']>, string>> = {
  squared: 'squared error',
  absolute: 'absolute error',
  huber: 'Huber loss',
  quantile: 'quantile loss',
  poisson: 'Poisson loss',
};

/** What stands in a model file, for a person who is about to bring it in. */
export function treeFileFacts(file: TreeFile, name: string): readonly Fact[] {
  const { format, task, loss, rounds, features, classes } = file;
  return [
    { name: 'File', value: name, note: `Saved by ${TITLES[format]}` },
    {
      name: 'Trees',
      value: countText(rounds, 'tree'),
      note: task === 'multiclass' ? 'for each class' : null,
    },
    task === 'regression'
      ? { name: 'Answers', value: 'a number', note: loss && `grown for the ${LOSSES[loss]}` }
      : { name: 'Answers', value: `${countText(classes.length)} classes`, note: namesText(classes) },
    {
      name: 'Asks for',
      value: countText(features.length, 'feature'),
      note: namesText(features.map((feature) => feature.name)),
    },
  ];
}

/** Whether the file names its classes by the target's own labels: then there is nothing to choose. */
export function areClassesTold({ classes, hasClasses, proposed }: Jobs['look-at-trees']['result']): boolean {
  return classes.length === 0 || (hasClasses && classes.every((label, at) => label === proposed[at]));
}
