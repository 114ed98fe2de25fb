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
import { EngineTimer, type Stopwatch } from './measure.ts';

/** An engine that may be measured. */
export interface EngineCandidate {
  readonly kind: EngineKind;
  open(): Promise<DenseEngine>;
  /** Why there is no point in trying it here, as part of a sentence; null where there is. */
  readonly leftOut: string | null;
}

/** For each engine: some samples of every size. */
const BUDGET_MS = 150;
/** Of all, from the first engine's start to the last round's, on a busy device as well. */
const LIMIT_MS = 850;

/**
 * Measures engines: each is compared with plain TypeScript, timed on a few sizes in turns with the others, and given the costs
 * that explain its times. One that is wrong or breaks off is in the table with the reason and is not timed on.
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
  const trials: Trial[] = [];
  try {
    for (const candidate of candidates) trials.push(await begin(candidate, now));
    await timeInTurns(trials, budgetMs, start + LIMIT_MS, now);
  } finally {
    for (const { timer } of trials) timer?.close();
  }
  return { place, measuredAt: clock(), tookMs: now() - start, rows: trials.map(rowOf) };
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

/** One candidate under way; without a timer, or with a row, it is out. */
interface Trial {
  readonly kind: EngineKind;
  readonly timer: EngineTimer | null;
  row: EngineRow | null;
}

/** Opens an engine, and compares it, and runs it until it is warm. */
async function begin(candidate: EngineCandidate, now: Stopwatch): Promise<Trial> {
  const { kind, leftOut } = candidate;
  const out = (outcome: 'rejected' | 'failed' | 'left-out', reason: string): Trial => ({
    kind,
    timer: null,
    row: { kind, outcome, reason },
  });
  if (leftOut !== null) return out('left-out', leftOut);
  let timer: EngineTimer | null = null;
  try {
    const engine = await candidate.open();
    // The yardstick has nobody to be compared with.
    const wrong = kind === 'reference' ? null : await disagreement(engine);
    if (wrong !== null) return out('rejected', wrong);
    timer = new EngineTimer(engine, now);
    await timer.open();
    return { kind, timer, row: null };
  } catch (error) {
    timer?.close();
    return out('failed', messageOf(error));
  }
}

/**
 * In turns, so that what slows the device down slows all of them down, and each may be compiled in the background while others run;
 * longer, up to twice as long, while one is still becoming faster.
 */
async function timeInTurns(
  trials: readonly Trial[],
  budgetMs: number,
  end: number,
  now: Stopwatch,
): Promise<void> {
  const start = now();
  for (;;) {
    const running = trials.filter(({ timer, row }) => timer !== null && row === null);
    let areSteady = true;
    for (const trial of running)
      try {
        areSteady = (await trial.timer!.round()) && areSteady;
      } catch (error) {
        trial.row = { kind: trial.kind, outcome: 'failed', reason: messageOf(error) };
      }
    const taken = now() - start;
    const budget = budgetMs * running.length;
    const isEnough = taken >= 2 * budget || (taken >= budget && areSteady);
    if (isEnough || now() >= end) return;
  }
}

function rowOf({ kind, timer, row }: Trial): EngineRow {
  if (row) return row;
  const measured = timer!.measured;
  return { kind, outcome: 'agreed', measured, costs: costsOf(measured) };
}

function costsOf(measured: readonly MeasuredStep[]): Record<ModelFamily, ReturnType<typeof fitCost>> {
  const of = (family: ModelFamily) => fitCost(measured.filter(({ shape }) => familyOf(shape) === family));
  return { linear: of('linear'), network: of('network') };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
