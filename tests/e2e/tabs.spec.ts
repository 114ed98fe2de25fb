import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { House } from './house.ts';

const rows = `a,b,y\n${Array.from({ length: 24_000 }, (_, row) => `${row % 97},${(row * 7) % 89},${row % 1009}`).join('\n')}\n`;
const jobsOf = (page: Page) => page.getByRole('region', { name: 'Interrupted jobs' });
const bannerOf = (page: Page) => page.getByRole('region', { name: 'Followed project' });
const trainButton = (page: Page) => page.getByRole('button', { name: 'Train', exact: true });
const NAME = 'Training of a model that predicts “y”';

/**
 * A project that is about to be trained, open in two tabs: the first one writes. The browser draws a tab behind another
 * once a second, and a press waits for two pictures: whoever is pressed in is brought to the front.
 */
async function openTwice(context: BrowserContext): Promise<{ one: Page; other: Page }> {
  const one = await context.newPage();
  const house = new House(one);
  await house.enter();
  await house.bring({ name: 'learn.csv', text: rows }, 'Drop a CSV file here');
  await house.press(/^Predict /);
  await house.chooseSlowNetwork(30);
  await expect(trainButton(one)).toBeEnabled();
  const other = await context.newPage();
  await other.goto(one.url());
  await expect(bannerOf(other)).toContainText('Another tab is working on this project');
  await expect(bannerOf(one)).toHaveCount(0);
  return { one, other };
}

/** Until what is done of the training is written down, as the other tab hears. */
async function inTheMiddle(one: Page, other: Page): Promise<void> {
  await trainButton(one).click();
  await expect(jobsOf(other)).toContainText(/under way in another tab, at \d+%/);
}

async function goesOn(page: Page): Promise<void> {
  await expect(bannerOf(page)).toHaveCount(0);
  await page.getByRole('button', { name: `Go on: ${NAME}` }).click();
  await expect(page).toHaveURL(/\/evaluate\?version=/);
  await expect(page.getByRole('link', { name: /Champion v1/ })).toBeVisible();
}

test('one tab writes, the other follows it live; a training is taken over and goes on there', async ({
  context,
}) => {
  const { one, other } = await openTwice(context);
  await expect(trainButton(other)).toBeDisabled();
  await expect(other.getByRole('button', { name: /^Rename project/ })).toBeDisabled();
  const { violations } = await new AxeBuilder({ page: other })
    .include('[aria-label="Followed project"]')
    .analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  await one.bringToFront();
  await one.getByRole('button', { name: 'Rename project learn' }).click();
  await one.getByRole('textbox', { name: 'Project name' }).fill('Renamed');
  await one.keyboard.press('Enter');
  await expect(other.getByRole('button', { name: 'Rename project Renamed' })).toBeVisible();

  await inTheMiddle(one, other);
  await expect(jobsOf(other).getByRole('button')).toHaveCount(0);
  await other.bringToFront();
  await other.getByRole('button', { name: 'Take over here' }).click();
  await expect(other.getByText('You work on this project here from now on')).toBeVisible();
  await expect(bannerOf(one)).toBeVisible();
  await expect(one.getByText('Another tab has taken this project over: this one follows it')).toBeVisible();
  await goesOn(other);
  await expect(one.getByRole('link', { name: /Champion v1/ })).toBeVisible();
});

test('a tab whose process crashes in the middle of a training leaves it to the one that follows', async ({
  context,
}) => {
  const { one, other } = await openTwice(context);
  await one.bringToFront();
  await inTheMiddle(one, other);
  const session = await context.newCDPSession(one);
  const crashed = one.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await other.bringToFront();
  await expect(other.getByText('The other tab has left this project: you work on it here')).toBeVisible();
  await goesOn(other);
});
