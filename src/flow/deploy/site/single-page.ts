import { type WidgetOptions, widgetTag } from '../../../core/widget-options.ts';
import { base64 } from './base64.ts';
import { modelPage, pagePolicy } from './page.ts';

/**
 * A page with everything in it, which opens from disk and predicts without a network: the widget's module stands inline,
 * allowed by its hash alone, and the model is an address that holds it.
 *
 * `module` must import nothing: a page from disk can load no file beside it.
 */
export async function singlePage(site: {
  readonly title: string;
  readonly module: string;
  readonly model: Uint8Array;
  readonly options: WidgetOptions;
}): Promise<string> {
  const { title, model, options } = site;
  const code = inlineScript(site.module);
  const hash = base64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code))));
  return modelPage({
    title,
    policy: pagePolicy({
      'script-src': `'sha256-${hash}'`,
      'worker-src': 'blob:',
      'connect-src': 'data:',
    }),
    script: `<script type="module">${code}</script>`,
    tag: widgetTag(`data:application/octet-stream;base64,${base64(model)}`, {
      ...options,
      isHeadless: false,
    }),
  });
}

/**
 * Code as it may stand in a script element: nothing in it ends the element or begins a comment, and its lines end as the
 * browser reads them, since it is read before it is hashed.
 */
function inlineScript(code: string): string {
  return code.replace(/\r\n?/gu, '\n').replace(/<(?=!--|\/?script)/giu, '\\x3c');
}
