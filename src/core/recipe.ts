import type { Json, JsonObject } from './json.ts';
import type { Field } from './schema.ts';
import type { Table } from './table.ts';

/** The half of a step that a fitted recipe needs: it changes tables by what was learnt. */
export interface FittedStep<Options extends JsonObject = JsonObject, State extends JsonObject = JsonObject> {
  readonly kind: string;
  /**
   * Changes any later table by what was learnt. The table has every column named; their kinds are those of the fit. A column
   * that is handed on as it is, is handed on so of every table.
   */
  apply(table: Table, columns: readonly string[], options: Options, state: State): Table;
}

/**
 * One kind of step on the way from a table to a matrix: an imputation, a scaling, an encoding.
 *
 * A step reads the columns that it names and puts what it makes of them in their place; columns that it does
 * not name pass untouched. It keeps nothing: what it learns is its state, plain JSON that belongs to the recipe.
 *
 * Every column is learnt and changed by itself: the state has one entry for each column, under its name, and the entry
 * is the same whichever columns stand beside it. So a large table can be learnt column by column.
 */
export interface Step<
  Options extends JsonObject = JsonObject,
  State extends JsonObject = JsonObject,
> extends FittedStep<Options, State> {
  /** One sentence for the person: what the step does and why one would want it. */
  readonly summary: string;
  readonly defaults: Options;
  /**
   * Learns the state from training rows alone.
   *
   * @param taken names that no column made may have: those of the recipe's inputs
   */
  fit(table: Table, columns: readonly string[], options: Options, taken?: ReadonlySet<string>): State;
}

/** Finds the half of a step by its kind; throws where there is none. */
export type FindFittedStep = (kind: string) => FittedStep;

/** Finds a step by its kind; throws where there is none. */
export type FindStep = (kind: string) => Step;

/** A step as written into a recipe; `state` is null until the recipe is fitted. */
export interface RecipeStep {
  readonly kind: string;
  readonly columns: readonly string[];
  readonly options: JsonObject;
  readonly state: Json;
}

/** How a table becomes a matrix: fitted once on training rows, then applied to every later table. */
export interface Recipe {
  /** The columns that a later table must have, as they were in the training rows. */
  readonly inputs: readonly Field[];
  readonly steps: readonly RecipeStep[];
  /** The matrix's feature names; empty until the recipe is fitted. */
  readonly features: readonly string[];
  /** Cells that no step fills stay missing: NaN in the matrix. False by default: they are an error. */
  readonly keepsMissing?: boolean;
}
