import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { InlineConfig } from 'vite';
import { benchPage, withFolder, withPage, withServed } from '../../bench-page.ts';
import type { Bench } from '../../page/main.ts';
import { type Row, rowOf } from '../../results.ts';
import { TARGET, writeLabelled } from './large-files.ts';
import { loadText } from './load.ts';

declare const bench: Bench;
const ROWS = 1_000_000;
const VERSIONS = 1000;
const EVENTS = 1_000_000;
const ROUNDS = 5;
/** Both pages are served from here, one after the other: to the browser they are one site with one store. */
const PORT = 4189;

const repository = new URL('../../../../', import.meta.url).pathname;
const app: InlineConfig = {
  configFile: join(repository, 'vite.config.ts'),
  build: { outDir: join(repository, '.cache/bench-app') },
};

/** When a page of a project is there: its heading, and what it must show besides. */
const PAGES = [
  { name: 'data', heading: 'Data', shown: 'tbody td[aria-colindex]' },
  { name: 'train', heading: 'Train a model', shown: 'form button.primary:enabled' },
  { name: 'evaluate', heading: 'Evaluate', shown: 'article' },
  { name: 'predict', heading: 'Predict', shown: 'form' },
  { name: 'learn', heading: 'Learn on', shown: '#history-title' },
  { name: 'models', heading: 'Models', shown: 'ol.versions li' },
  { name: 'settings', heading: 'Settings', shown: '#space-title' },
] as const;

/** A project with a million rows, a thousand versions and a million events: how soon each page of the app stands there. */
export async function measure(): Promise<readonly Row[]> {
  return withFolder(async (folder) => {
    const profile = join(folder, 'profile');
    const projectId = await withServed(
      benchPage,
      (url) => withPage(url, profile, (page) => fill(page, folder)),
      PORT,
    );
    const rounds = await withServed(
      app,
      async (url) => {
        const rounds = [];
        for (let round = 0; round < ROUNDS; round++)
          rounds.push(await withPage(url, profile, (page) => visit(page, projectId)));
        return rounds;
      },
      PORT,
    );
    const what = `${ROWS} rows, ${VERSIONS} versions, ${EVENTS} events; ${loadText()}`;
    const row = (id: string, name: string, goal: string, note = '') =>
      rowOf(
        id,
        rounds.map((round) => round.get(name)!),
        'ms',
        goal,
        note,
      );
    return [
      row('robust.open.ms', 'open', '<= 500', what),
      row('robust.open.settled.ms', 'settled', 'reported', 'until nothing on the page waits any more'),
      row('robust.page.home.ms', 'home', '<= 200'),
      ...PAGES.map(({ name }) => row(`robust.page.${name}.ms`, name, '<= 200')),
    ];
  });
}

async function fill(page: Page, folder: string): Promise<string> {
  const files = [join(folder, 'million.csv'), join(folder, 'new.csv')];
  writeLabelled(files[0]!, ROWS);
  writeLabelled(files[1]!, 20_000, 2);
  await page.locator('input').setInputFiles(files);
  return page.evaluate(
    async ({ target, versions, events }) => {
      const { projectId, tableId } = await bench.importChosen();
      await bench.trainLinear(projectId, tableId, target);
      await bench.learnOnChosen(projectId);
      await bench.growProject(projectId, versions, events);
      return projectId;
    },
    { target: TARGET, versions: VERSIONS, events: EVENTS },
  );
}

/** Opens the project from home, goes through its pages and home again: milliseconds to each. */
async function visit(page: Page, projectId: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  const home = { heading: 'Projects', shown: 'ul.projects li' };
  await arrive(page, '#/', home);
  const [data, ...others] = PAGES;
  // The first rows are there; what is found out of the target may still be on its way.
  const began = performance.now();
  times.set('open', await arrive(page, `#/project/${projectId}/data`, data, '.pending'));
  await arrive(page, `#/project/${projectId}/data`, data);
  times.set('settled', performance.now() - began);
  for (const other of [...others, data])
    times.set(other.name, await arrive(page, `#/project/${projectId}/${other.name}`, other));
  times.set('home', await arrive(page, '#/', home));
  return times;
}

/** Milliseconds from the navigation until the page is painted with all that it shows. */
function arrive(
  page: Page,
  hash: string,
  { heading, shown }: { heading: string; shown: string },
  waiting = '.skeleton, .pending',
): Promise<number> {
  return page.evaluate(
    async ({ hash, heading, shown, waiting }) => {
      const began = performance.now();
      location.hash = hash;
      do await new Promise(requestAnimationFrame);
      while (
        !document.querySelector('main h1')?.textContent.trim().startsWith(heading) ||
        !document.querySelector(`main ${shown}`) ||
        document.querySelector('main')!.querySelector(waiting)
      );
      await new Promise((painted) => setTimeout(painted));
      return performance.now() - began;
    },
    { hash, heading, shown, waiting },
  );
}
