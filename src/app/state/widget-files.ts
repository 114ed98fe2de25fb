import { PerennialError } from '../../core/errors.ts';
import { WIDGET_MODULE } from '../../core/widget-options.ts';

/** Under which name the element on the Deploy page keeps what is tried in it. */
export const PREVIEW_NAME = 'deploy-preview';
/** The database that the element makes of it. */
export const PREVIEW_DATABASE = `perennial-widget:${PREVIEW_NAME}`;

/** Deletes what was tried on the Deploy page, once its element has let go of it. */
export function forgetPreview(): void {
  indexedDB.deleteDatabase(PREVIEW_DATABASE);
}

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
