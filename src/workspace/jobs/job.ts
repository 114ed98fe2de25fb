import type { ChooseEngine, DenseForward } from '../../core/dense.ts';
import type { ChooseTrees } from '../../core/trees.ts';
import type { TableCodec } from '../../core/table-codec.ts';
import type { ComputeContext, ComputeJobs, ComputeKind } from '../compute.ts';

/** What jobs are handed besides their request. */
export interface JobParts {
  readonly chooseEngine: ChooseEngine;
  /** Gets ready what predicts with dense networks. */
  readonly openForward: () => Promise<DenseForward>;
  readonly chooseTrees: ChooseTrees;
}

/** A job under way, by whoever runs it. */
export interface RunContext extends ComputeContext {
  /** How the store's tables are written. */
  readonly tables: TableCodec;
}

export type ComputeJob<K extends ComputeKind> = (
  request: ComputeJobs[K]['request'],
  context: RunContext,
  parts: JobParts,
) => Promise<ComputeJobs[K]['result']>;
