import type { TargetSuggestion } from '../../../workers/workspace/contract.ts';

/** Which columns reach the model: all but the target, those that the default recipe leaves out, and what the person has said. */
export class ColumnChoice {
  /** What the default recipe leaves out, by column, with the reason. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly #target: string | null;
  readonly #excluded: ReadonlySet<string>;
  readonly #included: ReadonlySet<string>;

  constructor(
    suggestion: Pick<TargetSuggestion, 'column' | 'excluded'> | null,
    excluded: readonly string[],
    included: readonly string[],
  ) {
    this.#target = suggestion?.column ?? null;
    this.reasons = new Map(suggestion?.excluded.map(({ column, reason }) => [column, reason]));
    this.#excluded = new Set(excluded);
    this.#included = new Set(included);
  }

  uses(column: string): boolean {
    if (column === this.#target || this.#excluded.has(column)) return false;
    return this.#included.has(column) || !this.reasons.has(column);
  }
}
