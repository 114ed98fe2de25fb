import { PerennialError } from '../../core/errors.ts';

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

/** Defines `<perennial-model>` in this page, or teaches it this file's kinds of models: the very module that others get. Throws `widget`. */
export async function defineWidget(module: string): Promise<void> {
  try {
    await import(/* @vite-ignore */ new URL(module, folder()).href);
  } catch (cause) {
    throw missing(module, cause);
  }
}

/** A file of the widget as others get it. Throws `widget`. */
export async function readWidget(module: string): Promise<{ readonly name: string; readonly file: Blob }> {
  try {
    const response = await fetch(new URL(module, folder()));
    if (!response.ok) throw new Error(`the server says ${response.status}`);
    return { name: module, file: await response.blob() };
  } catch (cause) {
    throw missing(module, cause);
  }
}

function missing(module: string, cause: unknown): PerennialError {
  return new PerennialError(
    'widget',
    `the widget (widget/${module}) could not be loaded; load the page again, or build the app anew`,
    { stage: 'deploy', cause },
  );
}
