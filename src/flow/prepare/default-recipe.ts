import { PerennialError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LearnerKind } from '../../core/learner.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { Recipe, RecipeStep, Step } from '../../core/recipe.ts';
import type { Target } from '../../core/schema.ts';
import { areManyLabels, matrixRoom } from './matrix-room.ts';
import { fieldOf } from './profile.ts';
import { categoryIndex } from './steps/category-index.ts';
import { dateParts } from './steps/date-parts.ts';
import { impute } from './steps/impute.ts';
import { oneHot } from './steps/one-hot.ts';
import { quantileBins } from './steps/quantile-bins.ts';
import { scale } from './steps/scale.ts';

/**
 * The recipe that suits most tables, not fitted yet: numbers are imputed and scaled, yes or no becomes 1 or 0, categories are
 * one-hot encoded, or embedded where they have more than 100 labels, times give what recurs in them. For a classification, numbers are binned as well; a regression gains
 * nothing from it (diamonds: R2 .981 with and without) and takes twice as long.
 *
 * Left out, each with its reason, unless `included` names it: identifiers, text, numbers that grow with the row
 * number (a model extrapolates on them), columns without any value. A time that grows stays, since what is taken of it
 * recurs; a constant stays, since it may move later. What is included all the same is encoded by its kind, an identifier
 * or a text as a category.
 *
 * Of a large table fewer features are made (`matrixRoom`): a million rows of 20 numbers with 16 ranges each would be a matrix of
 * 1.3 GB. Up to some 150,000 rows of 20 numbers nothing changes.
 *
 * For learners of raw features it has few steps: numbers and yes or no stay as they are, missing cells stay missing, every category gets its
 * index, of which there are as many as trees have bins.
 *
 * @param choice columns that the person leaves out, and columns that the person wants in
 * @returns the recipe, the columns left out, and notes on what is done otherwise because the table is large
 * @throws PerennialError `no-features` when no column is left
 */
export function defaultRecipe(
  columns: readonly ColumnProfile[],
  target: Target,
  choice: { excluded: readonly string[]; included: readonly string[] },
  wanted: LearnerKind['features'] = 'scaled',
): {
  recipe: Recipe;
  excluded: { column: string; reason: string }[];
  notes: readonly string[];
} {
  const excluded: { column: string; reason: string }[] = [];
  const kept = columns.filter((column) => {
    if (column.name === target.column) return false;
    const reason = reasonAgainst(column, choice);
    if (reason !== null) excluded.push({ column: column.name, reason });
    return reason === null;
  });
  if (kept.length === 0)
    throw new PerennialError(
      'no-features',
      `no column is left to predict "${target.column}" from${wayOut(excluded)}`,
      { stage: 'prepare', details: { target: target.column } },
    );
  const named = (...kinds: readonly ColumnProfile['kind'][]) =>
    kept.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const coded = kept.filter(({ kind }) => kind === 'category' || kind === 'text' || kind === 'identifier');
  const inputs = kept.map(fieldOf);
  if (wanted === 'raw') {
    const names = coded.map(({ name }) => name);
    const steps = [
      stepOn(categoryIndex, names, { maximumLabels: RAW_LABELS }),
      stepOn(dateParts, named('time')),
    ].filter((step) => step.columns.length > 0);
    const notes = coded
      .filter(({ distinct }) => distinct > RAW_LABELS)
      .map(
        ({ name, distinct }) =>
          `Trees tell the ${RAW_LABELS} most frequent labels of "${name}" apart; its other ${distinct - RAW_LABELS} are one to them.`,
      );
    return { recipe: { inputs, steps, features: [], keepsMissing: true }, excluded, notes };
  }
  const few = coded.filter((column) => !areManyLabels(column)).map(({ name }) => name);
  const many = coded.filter(areManyLabels).map(({ name }) => name);
  const { bins, labels, notes } = matrixRoom(kept, target.task !== 'regression');
  const steps = [
    stepOn(impute, named('number', 'boolean')),
    stepOn(quantileBins, bins === 0 ? [] : named('number'), { bins }),
    stepOn(scale, named('number')),
    stepOn(oneHot, few, { maximumLabels: labels }),
    stepOn(categoryIndex, many),
    stepOn(dateParts, named('time')),
  ].filter((step) => step.columns.length > 0);
  return { recipe: { inputs, steps, features: [] }, excluded, notes };
}

const MOST_NAMED = 5;

/** With one index for all other labels, and one for none, as many as the bins of a tree's feature (255). */
const RAW_LABELS = 253;

function wayOut(excluded: readonly { column: string; reason: string }[]): string {
  if (excluded.length === 0) return ': the table has no other; bring one that has';
  const named = excluded.slice(0, MOST_NAMED).map(({ column, reason }) => `"${column}" (${reason})`);
  if (excluded.length > named.length) named.push(`${excluded.length - named.length} more`);
  return `; include one of those that were left out: ${named.join(', ')}`;
}

function stepOn<O extends JsonObject>(
  { kind, defaults }: Step<O>,
  columns: readonly string[],
  options: Partial<O> = {},
): RecipeStep {
  return { kind, columns, options: { ...defaults, ...options }, state: null };
}

function reasonAgainst(
  column: ColumnProfile,
  choice: { excluded: readonly string[]; included: readonly string[] },
): string | null {
  if (choice.excluded.includes(column.name)) return 'it is left out by choice';
  if (choice.included.includes(column.name)) return null;
  const warns = (kind: string) => column.warnings.some((warning) => warning.kind === kind);
  if (column.distinct === 0) return 'it has no value in any row';
  if (column.kind === 'text') return 'it is free text, which is not used';
  if (column.kind === 'identifier' || warns('identifier'))
    return 'it names its row and says nothing about the next one';
  if (column.kind === 'number' && warns('time-index'))
    return 'it grows with the row number, so a model would extrapolate on every later row';
  return null;
}
