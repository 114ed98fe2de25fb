import { MODEL_FILE, type WidgetOptions, widgetTag } from '../../../core/widget-options.ts';
import { modelPage, pagePolicy } from './page.ts';

/** What a page needs to allow so that the widget works in it. */
const FOLDER_POLICY: Readonly<Record<string, string>> = {
  'script-src': "'self'",
  'worker-src': "'self' blob:",
  'connect-src': "'self'",
};

export interface SiteFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The files of a folder that works by itself on any static host, by name. */
export function folderFiles(site: {
  readonly title: string;
  /** The widget's module that carries the model. */
  readonly module: SiteFile;
  readonly model: Uint8Array<ArrayBuffer>;
  readonly options: WidgetOptions;
}): readonly SiteFile[] {
  const { title, module, model, options } = site;
  const page = modelPage({
    title,
    policy: pagePolicy(FOLDER_POLICY),
    script: `<script type="module" src="${module.name}"></script>`,
    tag: widgetTag(MODEL_FILE, { ...options, isHeadless: false }),
  });
  const files = [
    { name: 'README.txt', bytes: bytesOf(readme(title, module.name, options)) },
    { name: 'index.html', bytes: bytesOf(page) },
    { name: MODEL_FILE, bytes: model },
    module,
  ];
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readme(title: string, module: string, options: WidgetOptions): string {
  const policy = Object.entries(FOLDER_POLICY)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
  const learning = options.learns
    ? `True answers are kept in the visitor's own browser, where the model learns on from them; a new version answers only
once it has proven better there. Nothing is sent back to you.`
    : 'The model stays as it is: it takes no true answers.';
  return `${title}

Put this folder on any static host, or try it here:

    npx serve .

${'index.html'.padEnd(module.length)}  a page with the model in it
${MODEL_FILE.padEnd(module.length)}  the model
${module}  the element <perennial-model>, which loads nothing from anywhere else

In a page of your own:

    <script type="module" src="${module}"></script>
    ${widgetTag(MODEL_FILE, options)}

If that page has a Content-Security-Policy, it must allow at least:

    ${policy}

Where worker-src allows neither, the model works on the page itself, in short slices.

${learning}
`;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
