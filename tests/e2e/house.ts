import { expect, type Page } from '@playwright/test';

export interface Upload {
  readonly name: string;
  readonly text: string;
}

export const fileOf = ({ name, text }: Upload) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

/** What a person does in the house, by the names that they see. */
export class House {
  readonly page: Page;
  /** Presses, drops and choices so far. */
  interactions = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async enter(): Promise<void> {
    await this.page.goto('/');
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  /** Hands the file over, as a drop or the picker does. */
  async bring(upload: Upload, zone: RegExp | string): Promise<void> {
    this.interactions += 1;
    await this.page
      .getByRole('region', { name: zone })
      .locator('input[type=file]')
      .setInputFiles(fileOf(upload));
  }

  async press(name: RegExp | string): Promise<void> {
    this.interactions += 1;
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async go(stage: 'Data' | 'Train' | 'Evaluate' | 'Predict' | 'Deploy' | 'Learn' | 'Models'): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Stages' })
      .getByRole('link', { name: stage, exact: true })
      .click();
  }

  /** A network of so many epochs on the slowest engine: a training that can be met in the middle. */
  async chooseSlowNetwork(epochs: number): Promise<void> {
    const { page } = this;
    await page.getByRole('radio', { name: 'Neural network', exact: true }).check();
    await page.getByText('Options of neural network').click();
    for (const option of ['Epochs', 'Patience'])
      await page.getByLabel(option, { exact: true }).fill(String(epochs));
    await page.getByText('Rows, seed and engine').click();
    await page.getByLabel('Engine', { exact: true }).selectOption('reference');
  }

  /** From a file to an evaluated model, with everything as proposed. */
  async firstModel(
    upload: Upload,
    learner?: 'Linear model' | 'Neural network' | 'Boosted trees' | 'Random forest',
  ): Promise<void> {
    await this.bring(upload, 'Drop a CSV file here');
    await this.press(/^Predict /);
    if (learner) await this.page.getByRole('radio', { name: learner, exact: true }).check();
    await this.press('Train');
    await expect(this.page.getByRole('heading', { name: /Model \d+ is ready/ })).toBeVisible();
  }

  /** A score of the page, as a number: shares in percent. */
  async score(metric: string): Promise<number> {
    const card = this.page.getByRole('article', { name: new RegExp(`^${metric}: `) }).first();
    const label = await card.getAttribute('aria-label');
    return Number(label!.replace(/^.*: /, '').replace(/[%,]/g, ''));
  }
}
