import type { Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { JobContext } from '../../core/progress.ts';
import type { FindStep, Recipe, RecipeStep, Step } from '../../core/recipe.ts';
import type { Field } from '../../core/schema.ts';
import { letOthersIn, type Sliced } from '../../core/sliced.ts';
import { type ChunkedTable, sliceRows, type Table } from '../../core/table.ts';
import { forEachColumn } from '../../core/whole-columns.ts';
import { convertColumn } from './convert-column.ts';
import { fieldOf, profileSliced } from './profile.ts';
import { freshName } from './steps/replace-columns.ts';

/**
 * Learns what every step of a recipe has to know, from training rows alone.
 *
 * Each step is fitted on what the steps before it make of the training rows. Since every column is learnt by itself
 * (core/recipe.ts), one input after another goes all the way: a group of columns and what a later step
 * reads of one of them is all that is held.
 *
 * @returns the recipe with the state of each step, with its inputs as they are in the training rows, and with the
 * names of its features
 * @throws PerennialError `missing-column`; `column-kind`; `cancelled`; `no-features` where nothing is left to learn from
 */
export async function fitRecipe(
  recipe: Recipe,
  training: ChunkedTable,
  findStep: FindStep,
  context: JobContext,
): Promise<Recipe> {
  const stages = stagesOf(recipe, findStep);
  const inputs: Field[] = [];
  const made: Column[] = [];
  const names = recipe.inputs.map(({ name }) => name);
  const taken = new Set(names);
  await forEachColumn(training, { names }, context, async (whole, done, total) => {
    context.report({ phase: 'preparing', done, total, unit: 'columns' });
    const column = convertColumn(whole, recipe.inputs[done]!);
    inputs.push(fieldOf(await letOthersIn(profileSliced(column), context)));
    made.push(...(await letOthersIn(fitColumn(column, stages, taken), context)));
  });
  const steps = stages.map(fittedStep);
  const features = featureNames(made);
  if (features.length === 0)
    throw new PerennialError(
      'no-features',
      'no column is left that a model could learn from: every step came out empty; include another column',
      { stage: 'prepare' },
    );
  return { ...recipe, inputs, steps, features };
}

/** A step on its way to be fitted. */
interface Stage {
  readonly step: Step;
  readonly columns: ReadonlySet<string>;
  readonly options: JsonObject;
  /** What the steps behind it read. */
  readonly later: ReadonlySet<string>;
  readonly state: Map<string, Json>;
}

function stagesOf({ steps }: Recipe, findStep: FindStep): readonly Stage[] {
  return steps.map(({ kind, columns, options }, index) => {
    const later = new Set(steps.slice(index + 1).flatMap((next) => next.columns));
    return {
      step: findStep(kind),
      columns: new Set(columns),
      options,
      later,
      state: new Map(),
    };
  });
}

/**
 * Takes one input through all steps, each of which learns of it what is not known yet: where what is made of one input is
 * called like another, the first one counts.
 *
 * @returns the columns made of it, without rows
 */
function* fitColumn(
  column: Column,
  stages: readonly Stage[],
  taken: ReadonlySet<string>,
): Sliced<readonly Column[]> {
  let table: Table = { rows: column.values.length, columns: [column] };
  let prototype = sliceRows(table, 0, 0);
  for (const { step, columns, options, later, state } of stages) {
    const standing = prototype.columns.map(({ name }) => name);
    const named = [...new Set(standing.filter((name) => columns.has(name)))];
    if (named.length > 0) {
      const fresh = named.filter((name) => !state.has(name));
      const learnt = step.fit(table, fresh, options, taken);
      for (const name of fresh) state.set(name, learnt[name]!);
      yield;
      const own = Object.fromEntries(named.map((name) => [name, state.get(name)!]));
      const untouched = new Set(prototype.columns);
      prototype = step.apply(prototype, named, options, own);
      if (prototype.columns.some((made) => later.has(made.name) && !untouched.has(made)))
        table = step.apply(keepColumns(table, new Set([...later, ...named])), named, options, own);
      yield;
    }
    table = keepColumns(table, later);
  }
  return prototype.columns;
}

function fittedStep({ step: { kind }, columns, options, state }: Stage): RecipeStep {
  const absent = [...columns].find((name) => !state.has(name));
  if (absent !== undefined)
    throw new PerennialError(
      'missing-column',
      `the step "${kind}" reads "${absent}", which is none of the recipe's inputs and which no step before it makes; take it out of the step's columns`,
      { stage: 'prepare', details: { step: kind, column: absent } },
    );
  const names = [...columns];
  return {
    kind,
    columns: names,
    options,
    state: Object.fromEntries(names.map((name) => [name, state.get(name)!])),
  };
}

function keepColumns(table: Table, names: ReadonlySet<string>): Table {
  return { rows: table.rows, columns: table.columns.filter(({ name }) => names.has(name)) };
}

function featureNames(columns: readonly Column[]): readonly string[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    if (column.kind === 'number' || column.kind === 'boolean') return freshName(column.name, taken);
    throw new PerennialError(
      'column-kind',
      `the recipe leaves "${column.name}" as it is, of kind ${column.kind}: a model needs numbers; add a step that encodes it`,
      { stage: 'prepare', details: { column: column.name, kind: column.kind } },
    );
  });
}
