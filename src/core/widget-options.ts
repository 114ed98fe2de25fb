/** How a model stands in somebody's page. */
export interface WidgetOptions {
  /** The element draws nothing: the page's own script asks it. */
  readonly isHeadless: boolean;
  /** It takes true answers, and learns on in the visitor's browser. */
  readonly learns: boolean;
  /** The share of predictions, drawn at random, whose true answer the visitor is asked for: from 0 to 1. */
  readonly auditRate: number;
}

/** The name of the model beside the widget's module. */
export const MODEL_FILE = 'model.perennial';

/**
 * The element as it is written in a page.
 *
 * @example
 * const options = { isHeadless: false, learns: true, auditRate: 0.05 };
 * widgetTag('model.perennial', options) // '<perennial-model src="model.perennial" audit-rate="0.05"></perennial-model>'
 * widgetTag('model.perennial', { ...options, learns: false }) // '<perennial-model src="model.perennial" learn="off"></perennial-model>'
 */
export function widgetTag(src: string, options: WidgetOptions): string {
  const attributes = [['src', src] as const, ...widgetAttributes(options)];
  const written = attributes.map(([name, value]) => (value === '' ? name : `${name}="${value}"`));
  return `<perennial-model ${written.join(' ')}></perennial-model>`;
}

/** The attributes that say these options, apart from where the model lies. */
export function widgetAttributes({
  isHeadless,
  learns,
  auditRate,
}: WidgetOptions): readonly (readonly [name: string, value: string])[] {
  const asked = learns && auditRate > 0;
  return [
    ...(isHeadless ? [['headless', ''] as const] : []),
    ...(learns ? [] : [['learn', 'off'] as const]),
    ...(asked ? [['audit-rate', String(auditRate)] as const] : []),
  ];
}
