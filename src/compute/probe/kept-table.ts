import type { EnginePlace, EngineRow, EngineTable, StepCost } from '../../core/engine-table.ts';

/** The table where it is whole and of this place: what is kept may be of another version, or broken. Null otherwise. */
export function keptTable(value: unknown, place: EnginePlace): EngineTable | null {
  const table = value as Partial<EngineTable> | null | undefined;
  const isWhole =
    typeof table === 'object' &&
    table !== null &&
    isPlace(table.place, place) &&
    isNumber(table.measuredAt) &&
    isNumber(table.tookMs) &&
    Array.isArray(table.rows) &&
    table.rows.length > 0 &&
    table.rows.every(isRow);
  return isWhole ? (table as EngineTable) : null;
}

function isPlace(kept: Partial<EnginePlace> | undefined, place: EnginePlace): boolean {
  return (Object.keys(place) as (keyof EnginePlace)[]).every((name) => kept?.[name] === place[name]);
}

function isRow(value: unknown): boolean {
  const row = value as Partial<EngineRow> | null | undefined;
  if (typeof row?.kind !== 'string') return false;
  if (row.outcome !== 'agreed') return typeof (row as { reason?: unknown }).reason === 'string';
  const { costs, measured } = row;
  return (
    isCost(costs?.linear) &&
    isCost(costs?.network) &&
    Array.isArray(measured) &&
    measured.every((step: { us?: unknown }) => isNumber(step?.us))
  );
}

function isCost(cost: StepCost | undefined): boolean {
  return [cost?.step, cost?.million, cost?.thousand, cost?.values].every(isNumber);
}

/** Nothing here can be negative. */
function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
