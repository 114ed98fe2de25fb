/** A page that holds nothing but a model. */
export interface ModelPage {
  readonly title: string;
  /** Its Content-Security-Policy. */
  readonly policy: string;
  /** Element or elements that bring the widget's module. */
  readonly script: string;
  /** The widget. */
  readonly tag: string;
}

/** What a page's policy says beside where its scripts come from: nothing else can be loaded, and nothing sent. */
export function pagePolicy(directives: Readonly<Record<string, string>>): string {
  const all = {
    'default-src': "'none'",
    ...directives,
    'style-src': "'unsafe-inline'",
    'img-src': 'data:',
    'base-uri': "'none'",
    'form-action': "'none'",
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

export function modelPage({ title, policy, script, tag }: ModelPage): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { margin: 0 auto; max-width: 44rem; padding: 2rem 1rem; }
      perennial-model::part(title) { display: none; }
      h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
    </style>
    ${script}
  </head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
      ${tag}
      <p><small>What you enter stays on this device.</small></p>
    </main>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it may stand in an element or in a quoted attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => ENTITIES[sign]!);
}
