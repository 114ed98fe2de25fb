import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

/** What an app of version 4 of the database left on the device: one project, and nothing in it. */
async function leaveOldData(): Promise<void> {
  const opening = indexedDB.open('perennial', 4);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    for (const kind of ['project', 'alias', 'event', 'table', 'split', 'version', 'job', 'job-file']) {
      const store = database.createObjectStore(kind, { keyPath: 'id' });
      store.createIndex('project', ['projectId', 'id']);
      if (['table', 'split', 'version', 'job'].includes(kind))
        store.createIndex('blobs', 'blobs', { multiEntry: true });
      if (kind === 'event') store.createIndex('kind', ['projectId', 'record.event.kind', 'id']);
    }
    for (const name of ['blobs', 'sizes', 'counts']) database.createObjectStore(name);
    const drafts = database.createObjectStore('drafts', { keyPath: ['draft', 'hash'] });
    drafts.createIndex('hash', 'hash');
    drafts.createIndex('session', 'session');
    const record = {
      kind: 'project',
      id: 'P1',
      projectId: 'P1',
      name: 'From before',
      createdAt: 0,
      target: null,
    };
    opening.transaction!.objectStore('project').put({ id: 'P1', projectId: 'P1', blobs: [], record });
  };
  await new Promise((resolve, reject) => {
    opening.onsuccess = resolve;
    opening.onerror = reject;
  });
  opening.result.close();
}

test('old data is brought to this release, with a copy that can be put back and deleted', async ({
  page,
}) => {
  await page.goto('/manifest.webmanifest');
  await page.evaluate(leaveOldData);
  await page.goto('/');
  await page.getByRole('link', { name: 'From before' }).click();
  await page.getByRole('button', { name: 'Rename project From before' }).click();
  await page.getByRole('textbox', { name: 'Project name' }).fill('From after');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Settings' }).click();
  const copy = page.getByRole('region', { name: 'Copy from before the last update' });
  await expect(copy).toContainText('it copied 1 project with 1 record');
  const { violations } = await new AxeBuilder({ page }).include('[aria-labelledby="backup-title"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await copy.getByRole('button', { name: 'Restore it…' }).click();
  await page.getByRole('button', { name: 'Restore the copy' }).click();
  await expect(copy.getByRole('status')).toContainText('1 record is back.');
  await expect(page.getByRole('button', { name: 'Rename project From before' })).toBeVisible();
  await copy.getByRole('button', { name: 'Delete the copy' }).click();
  await expect(copy).toHaveCount(0);
});
