import type { ErrorRecord } from '../../src/core/errors.ts';
import type { CellsByName, LabelOrigin } from '../../src/core/feedback.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Field, Target } from '../../src/core/schema.ts';
import type { Judgement } from '../../src/core/records.ts';

/** What the embedder asks for. */
export interface WidgetSettings {
  /** Under which name what is learnt is kept in this browser. */
  readonly name: string;
  /** auto: labels are learnt as soon as a batch of them is there. call: when `learn` is called. off: never. */
  readonly learn: 'auto' | 'call' | 'off';
  /** Labels that are learnt at once: 10 or more. */
  readonly batch: number;
  /** The share of predictions that are drawn at random to be asked for their labels, 0 to 1. */
  readonly auditRate: number;
  /** Rows kept at most: predictions that may still be answered, and labels that wait. */
  readonly memoryRows: number;
  /** Bytes kept at most, rows and models together. */
  readonly storageLimit: number;
}

/** Whether what is learnt survives a reload. */
export type Keeping =
  | 'kept'
  /** The browser keeps nothing for this page: private browsing, a sandbox, blocked site data. */
  | 'denied'
  /** Another page of this site has the model open, and keeps what that one learns. */
  | 'elsewhere'
  /** The device has no room left. */
  | 'full';

/** Who computes: WebAssembly, or plain TypeScript where the page's policy or the browser refuses it; both to the same bytes. */
export type WidgetEngine = 'wasm' | 'reference';

/** What is known of the model that answers. */
export interface ModelFacts {
  /** What the person who made it called it. */
  readonly title: string;
  readonly fields: readonly Field[];
  readonly target: Target;
}

/** Where the model stands. */
export interface WidgetState {
  /** The number of the version that answers. */
  readonly version: number;
  /** Labels that wait to be learnt. */
  readonly waiting: number;
  /** Labels that were learnt here since the model came. */
  readonly learnt: number;
  /** The number of a version that has learnt and waits for proof, or for `promote`; null where none does. */
  readonly challenger: number | null;
  /** How the newest batch was judged; null before the first. */
  readonly judgement: Pick<Judgement, 'verdict' | 'reason' | 'evidence'> | null;
  readonly keeping: Keeping;
  readonly engine: WidgetEngine;
}

export interface WidgetPrediction {
  readonly id: string;
  /** Whether it was drawn at random to be checked: its label is asked for, whatever it says. */
  readonly audit: boolean;
  /** The number of the version that answered. */
  readonly version: number;
  /** The class with the highest probability, or the value. */
  readonly answer: string | number;
  /** Highest first; empty for a regression. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  /** What the model had to cope with: a missing cell, a category it has never seen, a value outside what it learnt. */
  readonly notes: readonly string[];
}

/** What came of a call of `learn`. */
export interface Learned {
  /** Labels that were learnt now; 0 where fewer than 10 were there, which wait. */
  readonly rows: number;
  readonly state: WidgetState;
}

/** What the house tells of itself. */
export type WidgetNews =
  | { readonly kind: 'learned'; readonly detail: Learned }
  | { readonly kind: 'promoted'; readonly detail: { readonly version: number; readonly reason: string } }
  /** Something changed that nobody asked for: what was kept is kept no more. */
  | { readonly kind: 'state'; readonly state: WidgetState }
  /** What was learnt in the background failed. */
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

/** What the element asks of the house behind it: in a worker, or on the page. */
export interface WidgetHouse {
  /** Throws `insecure` where nothing can be hashed, `model-file` for a file that is none, `archive-newer` for one of a newer release. */
  open(
    file: Blob,
    settings: WidgetSettings,
  ): Promise<{ readonly facts: ModelFacts; readonly state: WidgetState }>;
  configure(settings: WidgetSettings): Promise<WidgetState>;
  /** Throws `cell`. */
  predict(rows: readonly CellsByName[]): Promise<readonly WidgetPrediction[]>;
  /**
   * Keeps what a prediction should have said, to be learnt later; said once more, the newest counts. Throws `not-found`,
   * `unknown-label`, `no-label`, `learning-off`.
   */
  feedback(
    id: string,
    label: string | number | boolean,
    origin: LabelOrigin,
  ): Promise<{ readonly origin: LabelOrigin; readonly state: WidgetState }>;
  /** Learns these rows, whose target column holds the label, and all that waits. Throws `learning-off`, and those of `feedback`. */
  learn(rows: readonly CellsByName[], origin: LabelOrigin): Promise<Learned>;
  /** The challenger answers from now on. Throws `no-challenger`. */
  promote(): Promise<WidgetState>;
  /** The version that answers as a `.perennial` file. */
  exportModel(rememberedRows: boolean): Promise<{ readonly file: Blob; readonly name: string }>;
  /** Deletes all that is kept here; the model is the one of the file again. */
  forget(): Promise<WidgetState>;
}

/**
 * What is asked over the port: of the house, or of whoever serves it. `life` is answered with the name of a lock that the
 * worker holds as long as it lives.
 */
export type Question = keyof WidgetHouse | 'life';

/** A question to the house, over a port. `close` is answered by nothing: the house is left. */
export type Asked =
  | { readonly question: 'close' }
  | { readonly id: number; readonly question: Question; readonly args: readonly unknown[] };

/** What comes back over the port. */
export type Answered =
  { readonly id: number; readonly outcome: Outcome<unknown> } | { readonly news: WidgetNews };
