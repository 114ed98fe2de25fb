import type { Clock } from '../../core/clock.ts';
import type { DenseEngine, DenseShape, EngineKind } from '../../core/dense.ts';
import type {
  EnginePlace,
  EngineRow,
  EngineTable,
  MeasuredStep,
  ModelFamily,
} from '../../core/engine-table.ts';
import { disagreement } from './agree.ts';
import { expectedUs, familyOf } from './cost.ts';
import { fitCost } from './fit-cost.ts';
import { measureEngine, type Stopwatch } from './measure.ts';

/** An engine that may be measured. */
export interface EngineCandidate {
  readonly kind: EngineKind;
  open(): Promise<DenseEngine>;
  /** Why there is no point in trying it here, as part of a sentence; null where there is. */
  readonly leftOut: string | null;
}

/** Of measurement for each engine: a dozen samples of every size. */
const BUDGET_MS = 150;

/**
 * Measures engines one after the other: each is compared with plain TypeScript, timed on a few sizes, and given the costs that
 * explain its times. One that is wrong or breaks off is in the table with the reason and is not timed on.
 *
 * @param now a stopwatch in milliseconds with fractions: `performance.now`.
 * @example
 * const place = { browser: 'Node', cores: 2, adapter: '', version: 1 };
 * const none = { kind: 'wasm' as const, leftOut: null, open: async () => Promise.reject(new Error('no wasm here')) };
 * const { rows } = await probeEngines([none], place, { now: () => performance.now(), clock: () => Date.now() });
 * rows // [{ kind: 'wasm', outcome: 'failed', reason: 'no wasm here' }]
 */
export async function probeEngines(
  candidates: readonly EngineCandidate[],
  place: EnginePlace,
  { now, clock, budgetMs = BUDGET_MS }: { now: Stopwatch; clock: Clock; budgetMs?: number },
): Promise<EngineTable> {
  const start = now();
  const rows: EngineRow[] = [];
  for (const candidate of candidates) rows.push(await rowOf(candidate, budgetMs, now));
  return { place, measuredAt: clock(), tookMs: now() - start, rows };
}

/** Milliseconds that a training step is expected to take; Infinity where the engine did not agree or was not measured. */
export function predictedMs(
  table: Pick<EngineTable, 'rows'>,
  kind: EngineKind,
  shape: DenseShape,
  batchSize: number,
): number {
  const row = table.rows.find((each) => each.kind === kind);
  return row ? expectedUs(row, shape, batchSize) / 1000 : Number.POSITIVE_INFINITY;
}

/** The engines that agreed, the fastest for this model first. */
export function enginesByCost(
  table: Pick<EngineTable, 'rows'>,
  shape: DenseShape,
  batchSize: number,
): readonly EngineKind[] {
  return table.rows
    .filter(({ outcome }) => outcome === 'agreed')
    .map((row) => ({ kind: row.kind, us: expectedUs(row, shape, batchSize) }))
    .sort((a, b) => a.us - b.us)
    .map(({ kind }) => kind);
}

async function rowOf(candidate: EngineCandidate, budgetMs: number, now: Stopwatch): Promise<EngineRow> {
  const { kind, leftOut } = candidate;
  if (leftOut !== null) return { kind, outcome: 'left-out', reason: leftOut };
  try {
    const engine = await candidate.open();
    // The yardstick has nobody to be compared with.
    const wrong = kind === 'reference' ? null : await disagreement(engine);
    if (wrong !== null) return { kind, outcome: 'rejected', reason: wrong };
    const measured = await measureEngine(engine, budgetMs, now);
    return { kind, outcome: 'agreed', measured, costs: costsOf(measured) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind, outcome: 'failed', reason };
  }
}

function costsOf(measured: readonly MeasuredStep[]): Record<ModelFamily, ReturnType<typeof fitCost>> {
  const of = (family: ModelFamily) => fitCost(measured.filter(({ shape }) => familyOf(shape) === family));
  return { linear: of('linear'), network: of('network') };
}
