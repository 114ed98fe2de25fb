import type { EngineKind } from '../../../core/dense.ts';
import type { EnginePlace, EngineRow, EngineTable } from '../../../core/engine-table.ts';

/** What an engine runs on, for somebody who has never heard of it. */
export const ENGINE_MEANINGS: Readonly<Record<EngineKind, string>> = {
  wasm: 'the processor, in code made for it',
  webgpu: 'the graphics processor',
  reference: 'the processor, in the language of the browser; the others are checked against it',
  'tfjs-webgpu': 'the graphics processor, by Google’s library',
  'tfjs-wasm': 'the processor, by Google’s library',
  'tfjs-cpu': 'the language of the browser, by Google’s library',
};

/** Why an engine is not used. */
export const OUTCOME_TITLES: Readonly<Record<EngineRow['outcome'], string>> = {
  agreed: 'Right',
  rejected: 'Wrong result',
  failed: 'Did not run',
  'left-out': 'Not tried',
};

/** A model that was timed, as it is shown. */
export interface ShownModel {
  readonly title: string;
  /** Its layers, which the batch follows. */
  readonly sizes: string;
  readonly batchSize: number;
}

export const SHOWN_MODELS: readonly ShownModel[] = [
  { title: 'Linear model', sizes: '512-1', batchSize: 128 },
  { title: 'Small network', sizes: '32-64-64-10', batchSize: 32 },
  { title: 'Middle-sized network', sizes: '256-128-10', batchSize: 64 },
  { title: 'Large network', sizes: '512-512-10', batchSize: 256 },
];

/** What an engine takes for a model, and how that stands to the others. */
export interface ShownSpeed {
  readonly title: string;
  /** Rows learnt in a second; null where one step would have taken too long to be timed. */
  readonly rowsPerSecond: number | null;
  readonly isFastest: boolean;
}

/**
 * The speeds of an engine that agreed, model by model.
 *
 * @param table all of them, of which one is the fastest for each model.
 */
export function speedsOf(row: EngineRow, table: Pick<EngineTable, 'rows'>): readonly ShownSpeed[] {
  return SHOWN_MODELS.map((model) => {
    const rate = rateOf(row, model);
    const rates = table.rows.map((each) => rateOf(each, model) ?? 0);
    return {
      title: model.title,
      rowsPerSecond: rate,
      isFastest: rate !== null && rate === Math.max(...rates),
    };
  });
}

function rateOf(row: EngineRow, { sizes, batchSize }: ShownModel): number | null {
  if (row.outcome !== 'agreed') return null;
  const found = row.measured.find(
    (step) =>
      step.batchSize === batchSize &&
      [step.shape.inputs, ...step.shape.hidden, step.shape.outputs].join('-') === sizes,
  );
  return found ? (1e6 * found.batchSize) / found.us : null;
}

const round = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/**
 * A rate in as many digits as it is sure of.
 *
 * @example
 * rateText(783_412) // "780,000"
 */
export function rateText(rate: number): string {
  return round.format(rate);
}

/**
 * A browser by name and version, of what it says of itself.
 *
 * @example
 * browserText('Mozilla/5.0 ... Firefox/140.0') // "Firefox 140.0"
 */
export function browserText(told: EnginePlace['browser']): string {
  const [, ...brands] = told.split('\n');
  const brand = brands.find((each) => !each.startsWith('Chromium ')) ?? brands[0];
  if (brand) return brand;
  const parts = /(Firefox|Edg|OPR|Chrome)\/([\d.]+)/.exec(told) ?? /(Version)\/([\d.]+).*Safari/.exec(told);
  if (!parts) return told;
  const [, name = '', version = ''] = parts;
  return `${{ Edg: 'Edge', OPR: 'Opera', Version: 'Safari' }[name] ?? name} ${version}`;
}
