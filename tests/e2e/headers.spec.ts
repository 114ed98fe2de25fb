import { expect, test } from '@playwright/test';
import { securityHeaders } from '../../src/seal/headers.ts';

test('the page is served sealed and isolated, and its own scripts obey the policy', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const response = await page.goto('/');
  for (const [name, value] of Object.entries(securityHeaders()))
    expect(response!.headers()[name.toLowerCase()]).toBe(value);
  await expect(page.getByRole('main')).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(complaints).toEqual([]);
});

test('the browser refuses to send to another origin and to run text as code', async ({ page }) => {
  await page.goto('/');
  const refused = await page.evaluate(async () => {
    const isRefused = async (attempt: () => unknown) => {
      try {
        await attempt();
        return false;
      } catch {
        return true;
      }
    };
    // In a task of the page's own: what the test's own call runs is not held to the policy.
    const inOwnTask = (attempt: () => unknown) =>
      new Promise<boolean>((resolve) => setTimeout(() => void isRefused(attempt).then(resolve)));
    return {
      fetch: await isRefused(() => fetch('http://127.0.0.1:9/')),
      eval: await inOwnTask(() => (0, eval)('1')),
    };
  });
  expect(refused).toEqual({ fetch: true, eval: true });
});
