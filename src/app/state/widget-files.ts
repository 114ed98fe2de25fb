import { PerennialError } from '../../core/errors.ts';
import { WIDGET_MODULE } from '../../core/widget-options.ts';

/** Where the app's own build has put the widget. */
const folder = () => new URL('widget/', document.baseURI);

/** Defines `<perennial-model>` in this page: the very module that others get. Throws `widget`. */
export async function defineWidget(): Promise<void> {
  try {
    await import(/* @vite-ignore */ new URL(WIDGET_MODULE, folder()).href);
  } catch (cause) {
    throw missing(cause);
  }
}

/** The widget's files as others get them. Throws `widget`. */
export async function readWidget(): Promise<readonly { readonly name: string; readonly file: Blob }[]> {
  try {
    const response = await fetch(new URL(WIDGET_MODULE, folder()));
    if (!response.ok) throw new Error(`the server says ${response.status}`);
    return [{ name: WIDGET_MODULE, file: await response.blob() }];
  } catch (cause) {
    throw missing(cause);
  }
}

function missing(cause: unknown): PerennialError {
  return new PerennialError(
    'widget',
    `the widget (widget/${WIDGET_MODULE}) could not be loaded; load the page again, or build the app anew`,
    { stage: 'deploy', cause },
  );
}
