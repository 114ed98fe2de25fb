import type { DenseShape, DenseState } from '../../core/dense.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LearnerParts, Problem } from '../../core/learner.ts';
import type { Memory, MemoryOptions } from '../../core/memory.ts';
import type { Snapshot, Tensor } from '../../core/snapshot.ts';
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

export function memoryOptions({ task, features, classes }: Problem, options: DenseOptions): MemoryOptions {
  return { task, features, classes: classes.length, capacity: options.memoryRows };
}

export function packDense(
  kind: string,
  problem: Problem,
  options: DenseOptions,
  memoryKind: string,
  model: DenseModel | null,
): Snapshot {
  const asked = { problem: { ...problem }, options };
  if (!model) return { kind, header: { ...asked, fitted: null }, tensors: {} };
  const { state, scale, random } = model;
  const { header: memory, tensors: kept } = model.memory.save();
  const fitted: Fitted = { step: state.step, scale, random, memoryKind, memory };
  const tensors: Record<string, Tensor> = packState(state);
  for (const [name, tensor] of Object.entries(kept)) tensors[memoryPrefix + name] = tensor;
  return { kind, header: { ...asked, fitted }, tensors };
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
  const kept = Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(memoryPrefix))
      .map(([name, tensor]) => [name.slice(memoryPrefix.length), tensor]),
  );
  const memory = parts.memory.load(memoryOptions(problem, options), { header: fitted.memory, tensors: kept });
  return { problem, options, plan, model: { state, scale: fitted.scale, memory, random: fitted.random } };
}

function refuse(reason: string): never {
  refuseSnapshot('model', reason);
}
