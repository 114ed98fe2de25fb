import { expect, test } from '@playwright/test';
import { House } from './house.ts';

const rows = Array.from(
  { length: 60 },
  (_, i) => `${i % 10},${(i * 7) % 11},${i % 10 > 4 ? 'big' : 'small'}`,
);
const upload = { name: 'engines.csv', text: `a,b,size\n${rows.join('\n')}\n` };

for (const [engine, choice] of [
  ['wasm', /(?<!TensorFlow\.js on )WebAssembly/],
  ['webgpu', /(?<!TensorFlow\.js on )WebGPU/],
  ['tfjs-webgpu', /TensorFlow\.js on WebGPU/],
  ['tfjs-wasm', /TensorFlow\.js.*(wasm|WebAssembly)/i],
  ['tfjs-cpu', /TensorFlow\.js.*(CPU|JavaScript)/i],
] as const)
  test(`a model is trained on ${engine} when it is asked for, and predicts without it`, async ({ page }) => {
    const house = new House(page);
    await house.enter();
    await house.bring(upload, 'Drop a CSV file here');
    await house.press(/^Predict /);
    await page.getByRole('radio', { name: 'Linear model', exact: true }).check();
    await page.getByText('Options of linear model').click();
    await page.getByLabel('Epochs', { exact: true }).fill('2');
    await page.getByText('Rows, seed and engine').click();
    await page.getByLabel('Engine', { exact: true }).selectOption(engine);
    await house.press('Train');
    await expect(page.getByRole('heading', { name: 'Model 1 is ready' })).toBeVisible();
    await expect(page.getByText(choice).first()).toBeVisible();
    await page.reload();
    const files: string[] = [];
    page.on('request', (request) => files.push(request.url()));
    await house.go('Predict');
    await house.press('Predict');
    await expect(page.getByText(/with a probability of/)).toBeVisible();
    expect(files.filter((url) => /tfjs|\.wasm/.test(url))).toEqual([]);
  });

test('large products are shared with a second thread, under the policy of the built app', async ({
  page,
}) => {
  const house = new House(page);
  const workers = new Set<string>();
  page.context().on('request', (request) => {
    if (request.url().includes('compute-worker')) workers.add(request.url());
  });
  await house.enter();
  await house.bring(upload, 'Drop a CSV file here');
  await house.press(/^Predict /);
  await page.getByRole('radio', { name: 'Neural network' }).check();
  await page.getByText('Options of neural network').click();
  await page.getByLabel('Hidden layers').fill('1024, 1024');
  await page.getByLabel('Epochs', { exact: true }).fill('2');
  await page.getByText('Rows, seed and engine').click();
  await page.getByLabel('Engine', { exact: true }).selectOption('wasm');
  await house.press('Train');
  await expect(page.getByRole('heading', { name: 'Model 1 is ready' })).toBeVisible();
  expect(workers.size).toBe(2);
});
