import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';

const rowsOf = (rows: number) =>
  `a,b,y\n${Array.from({ length: rows }, (_, row) => `${row % 97},${(row * 7) % 89},${row % 1009}`).join('\n')}\n`;
const LONG = 400_000;
const long = { name: 'cut.csv', text: rowsOf(LONG) };
const jobsOf = (page: Page) => page.getByRole('region', { name: 'Interrupted jobs' });

/** How many jobs the page's database holds. */
const countJobs = () =>
  new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open('perennial');
    opening.onerror = () => reject(opening.error!);
    opening.onsuccess = () => {
      const counting = opening.result.transaction('job').objectStore('job').count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });

/** Begins a job in one tab, ends the tab as soon as the job is written down, and looks at it in another one. */
async function cutOff(
  context: BrowserContext,
  start: (house: House) => Promise<void>,
  name: string,
): Promise<Page> {
  const first = new House(await context.newPage());
  await first.enter();
  await start(first);
  await first.page.waitForFunction(countJobs, null, { polling: 20 });
  await first.page.close();
  const page = await context.newPage();
  await new House(page).enter();
  await expect(async () => {
    if (await jobsOf(page).getByText('in another tab').isVisible()) await page.reload();
    await expect(jobsOf(page)).toContainText(`${name} was cut off`, { timeout: 500 });
  }).toPass();
  return page;
}

const read = async (house: House) => {
  await house.bring(long, 'Drop a CSV file here');
};

const train = async (house: House) => {
  await house.bring({ name: 'learn.csv', text: rowsOf(16_000) }, 'Drop a CSV file here');
  await house.press(/^Predict /);
  await house.chooseSlowNetwork(60);
  await house.press('Train');
};

test('an import whose tab died is offered again, and goes on to its table', async ({ context }) => {
  const page = await cutOff(context, read, 'Import of cut.csv');
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Interrupted jobs"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await jobsOf(page).getByRole('button', { name: 'Go on: Import of cut.csv' }).click();
  await expect(page.getByText('400,000 rows · 3 columns')).toBeVisible();
  await expect(jobsOf(page)).toHaveCount(0);
});

test('a job that was cut off is given up, and is gone for good', async ({ context }) => {
  const page = await cutOff(context, read, 'Import of cut.csv');
  const discard = page.getByRole('button', { name: 'Discard: Import of cut.csv' });
  await discard.click();
  // Where much was done, it is asked first.
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Discard' });
  await expect(async () => {
    if (await sure.isVisible()) await sure.click();
    await expect(discard).toHaveCount(0, { timeout: 200 });
  }).toPass();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Drop a CSV file here' })).toBeVisible();
  await expect(discard).toHaveCount(0);
});

test('a training whose tab died is offered at home and in its project, and goes on to the champion', async ({
  context,
}) => {
  const name = 'Training of a model that predicts “y”';
  const page = await cutOff(context, train, name);
  await page.getByRole('link', { name: 'learn' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(jobsOf(page)).toContainText(`${name} was cut off`);
  const goOn = page.getByRole('button', { name: `Go on: ${name}` });
  await goOn.click();
  await expect(page.getByText(`${name} goes on`)).toBeVisible();
  await expect(page).toHaveURL(/\/evaluate\?version=/);
  await expect(jobsOf(page)).toHaveCount(0);
  await expect(page.getByRole('link', { name: /Champion v1/ })).toBeVisible();
});

test('a training whose worker died says that it is kept, and goes on from there', async ({ page }) => {
  await page.addInitScript(() => {
    const kill: (() => void)[] = [];
    Object.assign(globalThis, { kill });
    globalThis.Worker = class extends Worker {
      constructor(...of: ConstructorParameters<typeof Worker>) {
        super(...of);
        kill.push(() => this.terminate());
      }
    };
  });
  const house = new House(page);
  await house.enter();
  await train(house);
  await expect(page.getByRole('region', { name: 'Training' }).getByText(/After .* epochs?:/)).toBeVisible();
  await page.evaluate(() => (globalThis as unknown as { kill: (() => void)[] }).kill.at(-1)!());
  const note = page.getByRole('alert');
  await expect(note).toContainText('Training a model that predicts “y” was cut off.');
  await expect(note).toContainText('What it had done is kept, and it can go on from there.');
  await expect(jobsOf(page)).toHaveCount(0);
  await note.getByRole('button', { name: 'Go on' }).click();
  await expect(jobsOf(page).getByText(/After .* epochs?:/)).toBeVisible();
  await expect(page).toHaveURL(/\/evaluate\?version=/);
  await expect(page.getByRole('link', { name: /Champion v1/ })).toBeVisible();
});
