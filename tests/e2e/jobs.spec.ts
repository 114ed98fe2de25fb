import { expect, test } from '@playwright/test';
import { fileOf, House } from './house.ts';

const noise = (rows: number) =>
  `a,b,c,y\n${Array.from({ length: rows }, (_, i) => `${(i * 37) % 101},${(i * 53) % 97},${(i * 71) % 89},${(i * 29) % 1009}`).join('\n')}\n`;

test('a training shows how far it is, and a cancelled one leaves nothing behind', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  await house.bring({ name: 'noise.csv', text: noise(40_000) }, 'Drop a CSV file here');
  await house.press(/^Predict /);
  await house.chooseSlowNetwork(1000);
  await house.press('Train');
  const training = page.getByRole('region', { name: 'Training' });
  await expect(training.getByRole('progressbar')).toBeVisible();
  await training.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled; nothing was kept of it.').first()).toBeVisible();
  await house.go('Models');
  await expect(page.getByRole('heading', { name: 'No version yet' })).toBeVisible();
});

test('a file that cannot be read says where and what to do, and leaves nothing behind', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  await house.bring({ name: 'ragged.csv', text: 'a,b\n1,2\n3,4,5\n' }, 'Drop a CSV file here');
  await expect(page.getByRole('alert')).toContainText('line 3');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Grow a model from your own data' })).toBeVisible();
});

test('pasted rows become a table', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  await house.press('Paste rows');
  await page
    .getByRole('dialog')
    .getByRole('textbox')
    .fill('colour\tsize\nred\t1\nblue\t2\nred\t3\nblue\t5\n');
  await page.getByRole('dialog').getByRole('button').last().click();
  await expect(page.getByText('4 rows · 2 columns')).toBeVisible();
});

test('a file dropped anywhere on the page is read', async ({ page }) => {
  const house = new House(page);
  await house.enter();
  const { name, buffer } = fileOf({ name: 'dropped.csv', text: noise(50) });
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text!], fileName!, { type: 'text/csv' }));
      return data;
    },
    [name, buffer.toString()],
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('50 rows · 4 columns')).toBeVisible();
});

test('numbers that can be read in two ways are left open, said so, and settled with a choice', async ({
  page,
}) => {
  const house = new House(page);
  await house.enter();
  await house.bring(
    { name: 'open.csv', text: 'name;amount\nA;1,234\nB;2,345\nC;3,456\n' },
    'Drop a CSV file here',
  );
  const notes = page.getByRole('region', { name: 'How the file was read' });
  await expect(notes).toContainText('could be 1234 or 1.234');
  await house.press('Read it in another way…');
  await page.getByLabel('Numbers are written like').selectOption('1,234.5');
  await page.getByRole('dialog').getByRole('button', { name: 'Read again' }).click();
  await expect(notes).toContainText('is read as 1234');
  await expect(page.getByLabel('Kind of amount')).toHaveValue('number');
});
