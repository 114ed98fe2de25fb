import { widgetAttributes, type WidgetOptions } from '../../../core/widget-options.ts';
import { forgetPreview, PREVIEW_NAME } from '../../state/widget-files.ts';

/**
 * Puts the element into the page, with its model handed over as it is: this page's policy lets nothing be fetched. What was
 * tried in it is forgotten when it goes.
 */
export function showWidget(stage: Element, model: Blob, options: WidgetOptions): () => void {
  const element = document.createElement('perennial-model') as HTMLElement & { model: Blob | null };
  const attributes = [['name', PREVIEW_NAME] as const, ...widgetAttributes(options)];
  for (const [name, value] of attributes) element.setAttribute(name, value);
  element.model = model;
  stage.append(element);
  return () => {
    element.remove();
    forgetPreview();
  };
}
