import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { WIDGET_FAMILIES, widgetModule } from '../../src/core/widget-family.ts';
import { serveStatic } from './static-host.ts';

/** The built widget, as the app gives it away. */
const WIDGET = new URL('../../dist/widget/', import.meta.url).pathname;

/** What a strict host allows: its own scripts, compiled ones only where the test says so, its own data, and workers as the test says. */
export function policy(workers: string, compiled = ''): string {
  return `default-src 'none'; script-src 'self' ${compiled}; connect-src 'self'; worker-src ${workers}`;
}

export interface WidgetHost {
  readonly url: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A plain page of somebody else, on a port of its own, with the widget and a model beside it. */
export async function hostWidget(
  model: Blob,
  {
    tag,
    head = '',
    body = '',
    csp = policy('blob:'),
    modules = ['perennial-model.js'],
    files = {},
  }: {
    tag: string;
    head?: string;
    body?: string;
    csp?: string;
    /** The files of the widget that the page loads; the others lie beside it. */
    modules?: readonly string[];
    /** What else lies beside the page, by name. */
    files?: Readonly<Record<string, string | Uint8Array>>;
  },
): Promise<WidgetHost> {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-widget-'));
  for (const family of WIDGET_FAMILIES)
    await copyFile(join(WIDGET, widgetModule(family)), join(folder, widgetModule(family)));
  await writeFile(join(folder, 'model.perennial'), new Uint8Array(await model.arrayBuffer()));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody's page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">${head}
${modules.map((module) => `<script type="module" src="${module}"></script>`).join('\n')}</head>
<body><main><h1>A loan</h1>${tag}${body}</main></body></html>`,
  );
  const host = await serveStatic(folder, '/', {
    'Content-Security-Policy': csp,
    'Cache-Control': 'no-store',
  });
  return {
    ...host,
    close: async () => {
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Waits until the element answers, and tells where it is at work. */
export function whenReady(page: Page): Promise<'worker' | 'page' | null> {
  return page.locator('perennial-model').evaluate(async (element) => {
    const widget = element as HTMLElementTagNameMap['perennial-model'];
    if (!widget.state)
      await new Promise((resolve, reject) => {
        widget.addEventListener('ready', resolve);
        widget.addEventListener('error', ({ detail }) => {
          if (detail.code !== 'not-kept') reject(new Error(detail.message));
        });
      });
    return widget.place;
  });
}
