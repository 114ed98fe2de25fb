import type { Json } from '../../../core/json.ts';
import type { CategoryNames, NamedTrees } from './foreign-trees.ts';
import { checkNames } from './feature-names.ts';
import type { JsonShape } from './json-shape.ts';

/** What a file of another system has no place for, as a note that the other system hands on unread. */
export interface About {
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly categories: Readonly<Record<string, CategoryNames>>;
}

export const ABOUT_KEY = 'perennial';

/** On one line. */
export function writeAbout({ grown, categories }: NamedTrees): string {
  const { features, classes } = grown.problem;
  return JSON.stringify({ features, classes, categories });
}

/** What `writeAbout` wrote, looked at as if a stranger had written it. */
export function readAbout(text: string, shape: JsonShape, refuse: (what: string) => never): About {
  let found: Json;
  try {
    found = JSON.parse(text) as Json;
  } catch {
    return refuse(`its note "${ABOUT_KEY}" is not JSON`);
  }
  const features = checkNames(shape.texts(shape.at(found, 'features'), `${ABOUT_KEY}.features`), refuse);
  const classes = shape.texts(shape.at(found, 'classes'), `${ABOUT_KEY}.classes`);
  if (new Set(classes).size < classes.length) refuse(`two of its classes have one label`);
  const named = shape.object(shape.at(found, 'categories'), `${ABOUT_KEY}.categories`);
  const categories = features.flatMap((feature) => {
    const entry = shape.at(named, feature);
    if (entry === undefined) return [];
    const place = `${ABOUT_KEY}.categories["${feature}"]`;
    const labels = shape.texts(shape.at(entry, 'labels'), `${place}.labels`);
    const [hasOther, hasMissing] = [shape.at(entry, 'hasOther'), shape.at(entry, 'hasMissing')];
    if (typeof hasOther !== 'boolean' || typeof hasMissing !== 'boolean')
      return refuse(`"${place}" does not say which labels are none`);
    if (labels.length < Number(hasOther) + Number(hasMissing)) refuse(`"${place}" has too few labels`);
    return [[feature, { labels, hasOther, hasMissing }] as const];
  });
  return { features, classes, categories: Object.fromEntries(categories) };
}
