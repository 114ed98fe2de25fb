import type { Ensemble } from '../../../core/grown-trees.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { LearnerParts, Problem } from '../../../core/learner.ts';
import type { Memory, MemoryOptions } from '../../../core/memory.ts';
import type { Snapshot, Tensor } from '../../../core/snapshot.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import { checkTreeHeader } from './tree-header.ts';
import { packTrees, unpackTrees } from './tree-tensors.ts';

/** All that fitted trees know. */
export interface TreeModel {
  readonly ensemble: Ensemble;
  /** Of a regression's target when it was fitted; 1 for a classification. */
  readonly deviation: number;
  readonly memory: Memory;
  /** The random state that the next run of learning begins from. */
  readonly random: readonly number[];
}

type Fitted = {
  readonly base: readonly number[];
  readonly deviation: number;
  readonly random: readonly number[];
  readonly memoryKind: string;
  readonly memory: JsonObject;
};

/** What every learner of trees can be told. */
export type Remembering = JsonObject & { readonly memoryRows: number; readonly replayRatio: number };

type Header = {
  readonly problem: Problem;
  readonly options: JsonObject;
  /** Null before the first fit. */
  readonly fitted: Fitted | null;
};

interface UnpackedTrees<Options> {
  readonly problem: Problem;
  readonly options: Options;
  readonly model: TreeModel | null;
}

const memoryPrefix = 'memory.';
/** Where remembered rows miss a cell: a stored model holds finite numbers alone. */
const missingPrefix = 'missing.';

export function treeMemory({ task, features, classes }: Problem, { memoryRows }: Remembering): MemoryOptions {
  return { task, features, classes: classes.length, capacity: memoryRows };
}

/** How many scores a row has. */
export function outputsOf({ task, classes }: Problem): number {
  return task === 'multiclass' ? classes.length : 1;
}

export function packTreeModel(
  kind: string,
  problem: Problem,
  options: Remembering,
  memoryKind: string,
  model: TreeModel | null,
  pack = packTrees,
): Snapshot {
  const asked = { problem: { ...problem }, options: { ...options } };
  if (!model) return { kind, header: { ...asked, fitted: null }, tensors: {} };
  const { ensemble, deviation, random } = model;
  const { header: memory, tensors: kept } = model.memory.save();
  const fitted: Fitted = { base: [...ensemble.base], deviation, random, memoryKind, memory };
  const tensors: Record<string, Tensor> = pack(ensemble.trees);
  for (const [name, { shape, data }] of Object.entries(kept)) {
    const missing = Uint32Array.from(data.keys()).filter((at) => Number.isNaN(data[at]));
    tensors[memoryPrefix + name] = {
      shape,
      data: missing.length ? data.map((value) => (value === value ? value : 0)) : data,
    };
    if (missing.length) tensors[missingPrefix + name] = { shape: [missing.length], data: missing };
  }
  return { kind, header: { ...asked, fitted }, tensors };
}

/**
 * What `packTreeModel` packed; throws `snapshot-format` when the snapshot is another kind's or is not whole.
 *
 * @param defaults of options that were not there when it was packed.
 */
export function unpackTreeModel<Options extends Remembering>(
  kind: string,
  snapshot: Snapshot,
  parts: LearnerParts,
  defaults: Options,
  unpack = unpackTrees,
): UnpackedTrees<Options> {
  if (snapshot.kind !== kind) refuse(`it is of kind "${snapshot.kind}", not "${kind}"`);
  checkTreeHeader(snapshot.header);
  return readTreeModel(snapshot, parts, defaults, unpack);
}

/** The same without a look at its header, for those who trust whoever packed it. */
export function readTreeModel<Options extends Remembering>(
  { header, tensors }: Snapshot,
  parts: LearnerParts,
  defaults: Options,
  unpack = unpackTrees,
): UnpackedTrees<Options> {
  const { problem, options: stored, fitted } = header as unknown as Header;
  const options = { ...defaults, ...stored };
  if (!fitted) return { problem, options, model: null };
  if (fitted.memoryKind !== parts.memory.kind)
    refuse(`its memory is of kind "${fitted.memoryKind}", not "${parts.memory.kind}"`);
  const outputs = outputsOf(problem);
  if (fitted.base.length !== outputs)
    refuse(`it begins from ${fitted.base.length} scores; the problem has ${outputs}`);
  const trees = unpack(tensors, 'model', problem);
  if (trees.length % outputs !== 0) refuse(`it has ${trees.length} trees for ${outputs} scores`);
  const kept = Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(memoryPrefix))
      .map(([name, tensor]) => {
        const own = name.slice(memoryPrefix.length);
        return [own, withMissing(tensor, tensors[missingPrefix + own])];
      }),
  );
  const memory = parts.memory.load(treeMemory(problem, options), { header: fitted.memory, tensors: kept });
  const ensemble = { base: Float64Array.from(fitted.base), trees };
  return {
    problem,
    options,
    model: { ensemble, deviation: fitted.deviation, memory, random: fitted.random },
  };
}

function withMissing({ shape, data }: Tensor, missing: Tensor | undefined): Tensor {
  if (!missing) return { shape, data };
  const holes = data.slice();
  for (const at of missing.data) {
    if (!(at < holes.length)) refuse(`its memory misses a cell that it does not have (${at})`);
    holes[at] = NaN;
  }
  return { shape, data: holes };
}

function refuse(reason: string): never {
  refuseSnapshot('model', reason);
}
