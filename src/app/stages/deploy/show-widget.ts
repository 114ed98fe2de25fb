import { widgetAttributes, type WidgetOptions } from '../../../core/widget-options.ts';

/** Puts the element into the page, with its model handed over as it is: this page's policy lets nothing be fetched. */
export function showWidget(stage: Element, model: Blob, options: WidgetOptions): () => void {
  const element = document.createElement('perennial-model') as HTMLElement & { model: Blob | null };
  for (const [name, value] of widgetAttributes(options)) element.setAttribute(name, value);
  element.model = model;
  stage.append(element);
  return () => element.remove();
}
