/** Kinds of learners that one file of the widget carries, so that a page loads no more than its model needs. */
export type WidgetFamily = (typeof WIDGET_FAMILIES)[number];

export const WIDGET_FAMILIES = ['dense', 'trees'] as const;

const FAMILY_OF: Readonly<Record<string, WidgetFamily>> = {
  linear: 'dense',
  network: 'dense',
  'boosted-trees': 'trees',
};

/**
 * The file of the widget that carries a kind of learner; null where none does.
 *
 * @example
 * widgetModuleOf('linear') // 'perennial-model.js'
 * widgetModuleOf('boosted-trees') // 'perennial-model-trees.js'
 * widgetModuleOf('hoeffding-tree') // null
 */
export function widgetModuleOf(learner: string): string | null {
  return Object.hasOwn(FAMILY_OF, learner) ? widgetModule(FAMILY_OF[learner]!) : null;
}

/** The file that carries a family. */
export function widgetModule(family: WidgetFamily): string {
  return `perennial-model${family === 'dense' ? '' : `-${family}`}.js`;
}
