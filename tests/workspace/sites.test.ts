import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openHouse } from './house-for-test.ts';
import { runJob } from './in-process.ts';

const options = { isHeadless: false, learns: false, auditRate: 0 };
const model = new Blob([Uint8Array.of(1, 2, 3)]);
const widget = { name: 'perennial-model-trees.js', file: new Blob(['export {};']) };

test('a folder is a ZIP that others can read, a page one file; both are named after the title, and nothing is kept', async () => {
  const house = openHouse();
  const folder = await runJob(house.workspace, 'make-site', {
    form: 'folder',
    title: 'Oak/birch',
    model,
    widget,
    options,
  });
  expect(folder.name).toBe('Oak birch.zip');
  const files = unzipSync(new Uint8Array(await folder.file.arrayBuffer()));
  expect(Object.keys(files)).toEqual([
    'README.txt',
    'index.html',
    'model.perennial',
    'perennial-model-trees.js',
  ]);
  expect([...files['model.perennial']!]).toEqual([1, 2, 3]);
  const page = await runJob(house.workspace, 'make-site', {
    form: 'page',
    title: 'Oak',
    model,
    widget,
    options,
  });
  expect(page.name).toBe('Oak.html');
  expect(await page.file.text()).toContain('learn="off"');
  expect(house.contents()).toEqual(['0 drafts']);
});
