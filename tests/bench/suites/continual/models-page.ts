import type { Page } from '@playwright/test';
import type { InlineConfig } from 'vite';
import type { JsonObject } from '../../../../src/core/json.ts';
import { withFreshPage, withServed } from '../../bench-page.ts';
import type { ClassStream, Prequential } from '../../continual/prequential.ts';

const page: InlineConfig = {
  configFile: new URL('../../continual/vite.config.ts', import.meta.url).pathname,
};

/** Runs models in a worker of a fresh Chromium, sealed as the app is. */
export interface ModelsPage {
  open(stream: ClassStream): Promise<void>;
  run(kind: string, options: JsonObject, seed: number): Promise<Prequential>;
}

export function withModelsPage<T>(work: (page: ModelsPage) => Promise<T>): Promise<T> {
  return withServed(page, (url) => withFreshPage(url, (opened) => work(modelsPage(opened))));
}

function modelsPage(opened: Page): ModelsPage {
  return {
    open: (stream) =>
      opened.evaluate((plain) => globalThis.continual.open(plain), {
        ...stream,
        x: [...stream.x],
        y: [...stream.y],
      }),
    run: (kind, options, seed) =>
      opened.evaluate(
        ([kind, text, seed]) => globalThis.continual.run(kind, JSON.parse(text) as JsonObject, seed),
        [kind, JSON.stringify(options), seed] as const,
      ),
  };
}
