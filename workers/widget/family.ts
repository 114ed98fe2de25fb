import { PerennialError } from '../../src/core/errors.ts';
import type { LearnerParts, TakenUpLearner } from '../../src/core/learner.ts';
import { widgetModuleOf } from '../../src/core/widget-family.ts';
import type { FindFittedStep, FittedStep } from '../../src/core/recipe.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import type { WidgetEngine } from './contract.ts';

/**
 * What one file of the widget bundles of models: all of a family's kinds in one script, since a page from disk, or one whose policy
 * names no other, loads no more.
 */
export interface Family {
  /** By their kinds; a widget fits no recipe. */
  readonly steps: readonly FittedStep[];
  readonly learners: readonly {
    readonly kind: string;
    readonly load: (snapshot: Snapshot, parts: LearnerParts) => TakenUpLearner;
  }[];
  /** What these learners ask for, and nothing else. */
  readonly parts: Partial<LearnerParts>;
  /** WebAssembly computes from now on: to the same bytes, only sooner. Throws where the page's policy or the browser refuses it. Left out where it would gain nothing. */
  readonly openWasm?: () => Promise<void>;
}

/** Throws `unknown-kind`. */
export function stepsOf({ steps }: Family): FindFittedStep {
  return (kind) => find('step', steps, kind);
}

/** Throws `unknown-kind`, naming the file that has it. */
export function learnerOf({ learners }: Family, kind: string): Family['learners'][number] {
  return find('learner', learners, kind);
}

/** A model as it was saved. Throws `unknown-kind`. */
export function loadLearner(family: Family, snapshot: Snapshot): TakenUpLearner {
  return learnerOf(family, snapshot.kind).load(snapshot, family.parts as LearnerParts);
}

/** In WebAssembly where that can be, and gains something. */
export async function openEngine({ openWasm }: Family): Promise<WidgetEngine> {
  try {
    if (!openWasm) return 'reference';
    await openWasm();
    return 'wasm';
  } catch {
    return 'reference';
  }
}

function find<Part extends { readonly kind: string }>(
  what: string,
  among: readonly Part[],
  kind: string,
): Part {
  const found = among.find((part) => part.kind === kind);
  if (found) return found;
  throw new PerennialError(
    'unknown-kind',
    `the model needs the ${what} "${kind}", which this file of the widget does not have; take ${widgetModuleOf(kind) ?? 'that of the app that made the model'}`,
    { stage: 'deploy' },
  );
}
