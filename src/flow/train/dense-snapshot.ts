import type { DenseShape, DenseState } from '../../core/dense.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LearnerParts, Problem } from '../../core/learner.ts';
import type { Memory, MemoryOptions } from '../../core/memory.ts';
import type { Snapshot, Tensor } from '../../core/snapshot.ts';
import type { Kept } from '../../core/strategy.ts';
import { parameterCount } from '../../math/dense.ts';
import { checkDenseHeader } from './dense-header.ts';
import type { DenseOptions } from './dense-options.ts';
import { packState, refuseSnapshot, unpackState } from './dense-tensors.ts';
import type { TargetScale } from './target-scale.ts';

/** All that a fitted dense learner knows. */
export interface DenseModel {
  readonly state: DenseState;
  /** Null for a classification. */
  readonly scale: TargetScale | null;
  readonly memory: Memory;
  /** The random state that the next run of learning begins from. */
  readonly random: readonly number[];
  /** What the strategy keeps. */
  readonly kept: Kept;
}

type Fitted = {
  readonly step: number;
  readonly scale: TargetScale | null;
  readonly random: readonly number[];
  readonly memoryKind: string;
  readonly memory: JsonObject;
};

type Header<Options> = {
  readonly problem: Problem;
  readonly options: Options;
  /** Null before the first fit. */
  readonly fitted: Fitted | null;
};

type Unpacked<Options, Plan> = {
  readonly problem: Problem;
  readonly options: Options;
  readonly plan: Plan;
  readonly model: DenseModel | null;
};

const memoryPrefix = 'memory.';
const strategyPrefix = 'strategy.';

export function memoryOptions(
  { task, features, classes }: Problem,
  { memoryRows, memoryBytes }: DenseOptions,
  { strategy }: LearnerParts,
  { outputs }: DenseShape,
): MemoryOptions {
  return {
    ...{ task, features, classes: classes.length, capacity: memoryRows, bytes: memoryBytes || Infinity },
    outputs: strategy.remembersOutputs ? outputs : 0,
  };
}

export function packDense(
  kind: string,
  problem: Problem,
  options: DenseOptions,
  model: DenseModel | null,
): Snapshot {
  const asked = { problem: { ...problem }, options };
  if (!model) return { kind, header: { ...asked, fitted: null }, tensors: {} };
  const { state, scale, random } = model;
  const { header: memory, tensors: remembered } = model.memory.save();
  const fitted: Fitted = { step: state.step, scale, random, memoryKind: options.memory, memory };
  return {
    kind,
    header: { ...asked, fitted },
    tensors: {
      ...packState(state),
      ...renamed(remembered, (name) => memoryPrefix + name),
      ...renamed(model.kept, (name) => strategyPrefix + name),
    },
  };
}

/** Without those that have no name then. */
function renamed(tensors: Kept, nameOf: (name: string) => string | null): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) => {
      const next = nameOf(name);
      return next === null ? [] : [[next, tensor]];
    }),
  );
}

function behind(prefix: string): (name: string) => string | null {
  return (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : null);
}

/**
 * What `packDense` packed; throws `snapshot-format` when the snapshot is another kind's.
 *
 * @param defaults of options that were not there when it was packed.
 * @param planOf what these options ask for; by its shape the tensors are checked.
 */
export function unpackDense<Options extends DenseOptions, Plan extends { readonly shape: DenseShape }>(
  kind: string,
  { kind: found, header, tensors }: Snapshot,
  parts: LearnerParts,
  defaults: Options,
  planOf: (problem: Problem, options: Options) => Plan,
): Unpacked<Options, Plan> {
  if (found !== kind) refuse(`it is of kind "${found}", not "${kind}"`);
  checkDenseHeader(header);
  const { problem, options: stored, fitted } = header as unknown as Header<Options>;
  const options = { ...defaults, ...stored };
  const plan = planOf(problem, options);
  if (!fitted) return { problem, options, plan, model: null };
  if (fitted.memoryKind !== parts.memory.kind)
    refuse(`its memory is of kind "${fitted.memoryKind}", not "${parts.memory.kind}"`);
  const state = unpackState(tensors, parameterCount(plan.shape), fitted.step, 'model');
  const remembered = renamed(tensors, behind(memoryPrefix));
  const memory = parts.memory.load(memoryOptions(problem, options, parts, plan.shape), {
    header: fitted.memory,
    tensors: remembered,
  });
  const kept = renamed(tensors, behind(strategyPrefix));
  for (const [name, { data }] of Object.entries(kept))
    if (!(data instanceof Float32Array && data.length === state.parameters.length))
      refuse(
        `"${strategyPrefix}${name}" has not a number for each of its ${state.parameters.length} parameters`,
      );
  return {
    problem,
    options,
    plan,
    model: { state, scale: fitted.scale, memory, random: fitted.random, kept },
  };
}

function refuse(reason: string): never {
  refuseSnapshot('model', reason);
}
