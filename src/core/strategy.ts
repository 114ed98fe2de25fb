import type {
  DenseAnchor,
  DenseData,
  DenseForward,
  DenseSession,
  DenseShape,
  DenseState,
  DenseTraining,
} from './dense.ts';
import type { Batch } from './matrix.ts';
import type { Memory } from './memory.ts';
import type { JobContext } from './progress.ts';
import type { Random } from './random.ts';
import type { Tensor } from './snapshot.ts';

/**
 * What is done against forgetting while a network learns on: which remembered rows join, which outputs rows keep and which classes they see,
 * where the weights are pulled to. The loop asks it before an update and tells it what came of that and of the first fit; what it
 * keeps for the next time is saved with the model. It holds no state of its own.
 */
export interface Strategy {
  readonly kind: string;
  /** Whether the memory keeps raw outputs with its rows. */
  readonly remembersOutputs: boolean;
  /** What of DenseTraining it may ask of an engine: looked at when the engine is chosen, from the first fit on. */
  needs(shape: DenseShape): Partial<DenseTraining>;
  lesson(arrival: Arrival): Lesson;
  /**
   * Of what was learnt, whatever it keeps for the next time: each tensor has a number for each parameter, in the flat
   * layout. Keeps nothing where it is not there.
   */
  keep?(learnt: Learnt): Promise<Kept>;
}

/** By name. */
export type Kept = Readonly<Record<string, Tensor>>;

/** An update before anything of it was learnt. */
export interface Arrival {
  readonly shape: DenseShape;
  /** Where learning stands. */
  readonly state: DenseState;
  readonly forward: DenseForward;
  /** The new rows. */
  readonly fresh: Batch;
  readonly memory: Memory;
  /** Remembered rows to be drawn. */
  readonly draws: number;
  readonly random: Random;
  /** By how much more, or less, than by its own measure it holds to what was learnt: 1 is its own. */
  readonly strength: number;
  /** The pull that is asked for besides. */
  readonly anchor: DenseAnchor | null;
  readonly kept: Kept;
}

/** What an update learns besides its new rows, and how. */
export interface Lesson {
  /** Remembered rows that join. */
  readonly replay: Batch;
  readonly training: Pick<DenseTraining, 'anchor' | 'keeping' | 'limitsClasses'>;
  /** Of the new rows, and of those that join, behind them. */
  readonly data?: Pick<DenseData, 'kept' | 'classes'>;
  /** Whether the memory has taken the new rows in already; else they are remembered once they are learnt. */
  readonly isRemembered?: boolean;
}

/** What was learnt, in the first fit or in an update. */
export interface Learnt {
  readonly shape: DenseShape;
  readonly state: DenseState;
  readonly forward: DenseForward;
  /** The rows that were new. */
  readonly fresh: Batch;
  /** With these rows among them, as far as it keeps them. */
  readonly memory: Memory;
  /** What it kept before. */
  readonly kept: Kept;
  readonly random: Random;
  readonly context: Pick<JobContext, 'signal'>;
  /** A session over other rows from the state on, which takes no steps; whoever opened it closes it. */
  readonly open: (data: DenseData) => Promise<DenseSession>;
}
