import {
  boolean,
  check,
  finite,
  type GenericSchema,
  gtValue,
  minValue,
  nullable,
  number,
  array,
  picklist,
  pipe,
  safeInteger,
  safeParse,
  strictObject,
  string,
} from 'valibot';
import type { RecipeStep } from '../../core/recipe.ts';

/** What a stranger's recipe may say of a step of each kind: its options, and what it learnt of one column. */
const STEPS: Readonly<Record<string, { readonly options: GenericSchema; readonly column: GenericSchema }>> = {
  impute: {
    options: strictObject({}),
    column: strictObject({ median: pipe(number(), finite()), indicator: nullable(string()) }),
  },
  'quantile-bins': {
    options: strictObject({ bins: count(), rowsPerBin: count() }),
    column: pipe(
      strictObject({ edges: array(pipe(number(), finite())), names: array(string()) }),
      check(
        ({ edges, names }) =>
          names.length === (edges.length === 0 ? 0 : edges.length + 1) &&
          edges.every((edge, index) => index === 0 || edge > edges[index - 1]!),
        'its ranges do not follow each other',
      ),
    ),
  },
  scale: {
    options: strictObject({ limit: pipe(number(), finite(), gtValue(0)) }),
    column: strictObject({
      mean: pipe(number(), finite()),
      spread: pipe(number(), finite(), gtValue(0)),
    }),
  },
  'one-hot': {
    options: strictObject({ minimumCount: count(), maximumLabels: count() }),
    column: pipe(
      strictObject({ labels: array(string()), names: array(string()), hasMissing: boolean() }),
      check(
        ({ labels, names, hasMissing }) => names.length === labels.length + 1 + Number(hasMissing),
        'it has not a name for each label',
      ),
    ),
  },
  'category-index': {
    options: strictObject({ minimumCount: count(), maximumLabels: count() }),
    column: strictObject({ labels: array(string()), hasMissing: boolean() }),
  },
  'date-parts': {
    options: strictObject({}),
    column: pipe(
      strictObject({
        cycles: array(picklist(['month', 'day of week', 'hour', 'minute of day'])),
        hasWeekend: boolean(),
        hasMissing: boolean(),
        names: array(string()),
      }),
      check(
        ({ cycles, hasWeekend, hasMissing, names }) =>
          names.length === 2 * cycles.length + Number(hasWeekend) + Number(hasMissing),
        'it has not a name for each part',
      ),
    ),
  },
};

/** Throws an Error, as part of a sentence, where a step of a recipe is of no known kind, or its state is not of its kind. */
export function checkStep({ kind, options, state }: RecipeStep): void {
  const known = Object.hasOwn(STEPS, kind) ? STEPS[kind] : undefined;
  if (!known) throw new Error(`there is no step "${kind}"`);
  refuse(known.options, options, `the options of the step "${kind}"`);
  if (typeof state !== 'object' || state === null || Array.isArray(state))
    throw new Error(`the step "${kind}" has learnt nothing`);
  for (const [column, learnt] of Object.entries(state))
    refuse(known.column, learnt, `what the step "${kind}" learnt of "${column}"`);
}

function refuse(schema: GenericSchema, value: unknown, what: string): void {
  const { success, issues } = safeParse(schema, value, { abortEarly: true });
  if (!success) throw new Error(`${what} is not as it must be (${issues[0].message})`);
}

function count() {
  return pipe(number(), safeInteger(), minValue(0));
}
