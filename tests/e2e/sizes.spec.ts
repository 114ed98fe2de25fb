import { expect, test } from '@playwright/test';
import { scriptBytes } from './script-bytes.ts';

test('the page loads at most 60 kB of scripts (gzip) before it stands, and no TensorFlow.js', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { total, files } = await scriptBytes(page);
  expect(total).toBeGreaterThan(10_000);
  expect(total, files.join(', ')).toBeLessThanOrEqual(61_440);
});
