import type { Page } from '@playwright/test';
import { chromium, type BrowserContext } from '@playwright/test';
import { browserArguments, browserPath } from '../../../browser.ts';
import { Random } from '../../../../src/core/random.ts';
import type { Death, Step } from '../../../mortal/walk.ts';
import { benchPage, withFolder, withServed } from '../../bench-page.ts';
import type { Bench } from '../../page/main.ts';
import { type Row, rowOf } from '../../results.ts';

declare const bench: Bench;

const STEPS: readonly Step[] = ['import', 'train', 'learn on', 'promote'];
const WHOM: readonly Death['whom'][] = ['compute', 'workspace', 'tab'];
const KILLS = 100;
const PORT = 4191;

/**
 * Walks in which one worker, or the tab's whole process, dies in the middle of every step. Each walk must end in the state of
 * one that was never disturbed, to the byte, with nothing left over.
 */
export async function measure(): Promise<readonly Row[]> {
  return withServed(
    benchPage,
    (url) => withFolder((profile) => withContext(profile, (c) => kill(c, url))),
    PORT,
  );
}

async function kill(context: BrowserContext, url: string): Promise<readonly Row[]> {
  let page = await open(context, url);
  const reports = new Map<Step, number>();
  for (const step of STEPS) reports.set(step, await take(page, 'undisturbed', step, null));
  const expected = await stateOf(page, 'undisturbed');
  const clean = JSON.stringify(await leftovers(page));

  const random = new Random(1);
  const lost: string[] = [];
  const died = { compute: 0, workspace: 0, tab: 0 };
  for (let kills = 0, walk = 1; kills < KILLS; walk++) {
    const name = `walk-${String(walk).padStart(3, '0')}`;
    const told: string[] = [];
    for (const step of STEPS) {
      const whom = WHOM[random.below(WHOM.length)]!;
      const afterReports = random.below(reports.get(step)! + 1);
      if (kills >= KILLS || (whom === 'compute' && step === 'promote')) {
        await take(page, name, step, null);
        continue;
      }
      kills += 1;
      died[whom] += 1;
      told.push(`${whom} after ${afterReports} reports of ${step}`);
      if (whom !== 'tab') await take(page, name, step, { whom, afterReports });
      else page = await crash(context, page, url, name, step, afterReports);
    }
    const state = await stateOf(page, name);
    const left = JSON.stringify(await leftovers(page));
    if (state === expected && left === clean) continue;
    lost.push(name);
    console.error(`${name} (${told.join(', ')}): ${state === expected ? left : 'another final state'}`);
  }
  const note = `${KILLS} kills: ${died.compute} of the compute worker, ${died.workspace} of the workspace worker, ${died.tab} of the tab's process`;
  return [rowOf('robust.kills.lost', [lost.length], 'walks', '<= 0', note)];
}

/** The page's process is crashed when the page says that the moment has come; a new page brings the step to its end. */
async function crash(
  context: BrowserContext,
  page: Page,
  url: string,
  name: string,
  step: Step,
  afterReports: number,
): Promise<Page> {
  const crashed = page.waitForEvent('crash');
  const taken = take(page, name, step, { whom: 'tab', afterReports }).then(
    () => 'done' as const,
    () => 'died' as const,
  );
  const moment = page.waitForEvent('console', (message) => message.text() === 'now');
  if ((await Promise.race([moment.then(() => 'now' as const), taken])) === 'now') {
    const session = await context.newCDPSession(page);
    session.send('Page.crash').catch(() => undefined); // A page that has crashed does not answer.
    await crashed;
  } else crashed.catch(() => undefined);
  moment.catch(() => undefined);
  await page.close();
  const next = await open(context, url);
  await next.evaluate(async ([which, what]) => (await bench.mortal()).recover(which, what), [
    name,
    step,
  ] as const);
  return next;
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

function take(page: Page, name: string, step: Step, death: Death | null): Promise<number> {
  return page.evaluate(
    async ([which, what, how]) => (await bench.mortal()).takeStep(which, what, how, () => console.log('now')),
    [name, step, death] as const,
  );
}

function stateOf(page: Page, name: string): Promise<string> {
  return page.evaluate(async (which) => (await bench.mortal()).stateOf(which), name);
}

function leftovers(page: Page): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(async () => (await bench.mortal()).leftovers());
}

async function withContext<T>(profile: string, work: (context: BrowserContext) => Promise<T>): Promise<T> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    headless: true,
    args: [...browserArguments],
  });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
