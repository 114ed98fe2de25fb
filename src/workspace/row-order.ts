import type { Split } from '../core/records.ts';
import type { RowOrder } from './compute.ts';

/** In which order a table's rows came about, as its split has it. */
export function rowOrderOf(strategy: Split['strategy']): RowOrder {
  if (strategy.kind === 'random') return 'random';
  return strategy.kind === 'time' ? { column: strategy.column } : 'rows';
}
