import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { InlineConfig, Plugin } from 'vite';
import type { JsonObject } from '../../../../src/core/json.ts';
import { withFreshPage, withServed } from '../../bench-page.ts';
import { renderers } from '../robust/renderer-memory.ts';
import { processorMs } from './processor-time.ts';
import type { Played, Learning } from '../../trees/play-updates.ts';
import type { Rows } from '../../trees/rows.ts';
import type { Fitted } from '../../trees/trees.worker.ts';

/** How long a fit took, in milliseconds: on the clock, of it putting rows into bins, and what the page's process computed meanwhile. */
export interface Timed extends Fitted {
  /** null where the system does not tell. */
  readonly processorMs: number | null;
}

/** Our boosted trees in a worker of Chromium, sealed as the app is: one table and one learner at a time. */
export interface TreesPage {
  readonly page: Page;
  open(rows: Rows): Promise<void>;
  /** Makes rows of HIGGS's shape in the worker. */
  generate(rows: Rows): Promise<void>;
  /** On one thread, or with a second one for histograms. */
  fit(options: JsonObject, seed: number, threads?: 1 | 2): Promise<Timed>;
  loss(): Promise<number>;
  /** Milliseconds, as of the others that have no unit in their names. */
  predict(): Promise<number>;
  predictOne(count: number): Promise<readonly number[]>;
  shap(count: number): Promise<number>;
  play(
    options: JsonObject,
    how: { first: number; step: number; learning: Learning; seed: number },
  ): Promise<Played>;
}

/** Opens fresh pages, beside which the rows of a folder are served. */
export function withTreesServed<T>(
  folder: string,
  work: (withTreesPage: <U>(work: (page: TreesPage) => Promise<U>) => Promise<U>) => Promise<T>,
): Promise<T> {
  const config: InlineConfig = {
    configFile: new URL('../../trees/vite.config.ts', import.meta.url).pathname,
    plugins: [served(folder)],
  };
  return withServed(config, (url) =>
    work((own) => withFreshPage(url, async (page) => own(treesPage(page, await renderers(page))))),
  );
}

/** The first bytes of the folder's files, as many as are asked for. */
function served(folder: string): Plugin {
  return {
    name: 'rows',
    configurePreviewServer({ middlewares }) {
      middlewares.use('/rows', (request, response) => {
        const { pathname, searchParams } = new URL(request.url!, 'http://rows');
        const end = Number(searchParams.get('bytes')) - 1;
        createReadStream(join(folder, pathname), { end, highWaterMark: 1 << 20 }).pipe(response);
      });
    },
  };
}

function treesPage(page: Page, pids: readonly number[]): TreesPage {
  return {
    page,
    generate: (rows) => page.evaluate((asked) => globalThis.trees.generate(asked), rows),
    open: (rows) => page.evaluate((asked) => globalThis.trees.open(asked), rows),
    async fit(options, seed, threads = 1) {
      const before = processorMs(pids);
      const fitted = await page.evaluate(
        ([text, seed, threads]) => globalThis.trees.fit(JSON.parse(text) as JsonObject, seed, threads),
        [JSON.stringify(options), seed, threads] as const,
      );
      return { ...fitted, processorMs: before === null ? null : processorMs(pids)! - before };
    },
    loss: () => page.evaluate(() => globalThis.trees.loss()),
    predict: () => page.evaluate(() => globalThis.trees.predict()),
    predictOne: (count) => page.evaluate((count) => globalThis.trees.predictOne(count), count),
    shap: (count) => page.evaluate((count) => globalThis.trees.shap(count), count),
    play: (options, how) =>
      page.evaluate(([text, how]) => globalThis.trees.play(JSON.parse(text) as JsonObject, how), [
        JSON.stringify(options),
        how,
      ] as const),
  };
}
