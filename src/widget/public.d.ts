// The types of perennial-model.js: emitted beside it as they stand here, and held against the element by a test.

/** How a label came to be known; README.md says which of them may decide between two versions. */
export type LabelOrigin = 'full-batch' | 'audit' | 'confirmation' | 'correction';

/** Null where it is missing. */
export type Cell = string | number | boolean | null;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

/** A column that the model reads. */
export interface Field {
  readonly name: string;
  readonly kind: 'number' | 'category' | 'boolean' | 'time' | 'text' | 'identifier';
  readonly missing: number;
  readonly distinct: number;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly labels: readonly string[];
}

/** What the model tells. */
export interface Target {
  readonly column: string;
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly classes: readonly string[];
}

export interface ModelFacts {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly target: Target;
}

export interface ModelState {
  /** The number of the version that answers. */
  readonly version: number;
  /** Labels that wait to be learnt. */
  readonly waiting: number;
  /** Labels that were learnt here since the model came. */
  readonly learnt: number;
  /** The number of a version that has learnt and waits for proof, or for `promote`; null where none does. */
  readonly challenger: number | null;
  /** How the newest batch was judged; null before the first. */
  readonly judgement: {
    readonly verdict: 'promoted' | 'unproven' | 'forgot';
    /** One sentence, in English. */
    readonly reason: string;
    /** An e-value: promoted at 20 and more. */
    readonly evidence: number;
  } | null;
  /** Whether what is learnt survives a reload, and if not, why. */
  readonly keeping: 'kept' | 'denied' | 'elsewhere' | 'full';
  /** WebAssembly, or plain TypeScript where the page's policy or the browser refuses it; both to the same bytes. */
  readonly engine: 'wasm' | 'reference';
}

export interface Prediction {
  readonly id: string;
  /** Whether it was drawn at random to be checked: its label is asked for, whatever it says. */
  readonly audit: boolean;
  readonly version: number;
  /** The class with the highest probability, or the value. */
  readonly answer: string | number;
  /** Highest first; empty for a regression. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  /** What the model had to cope with, in English. */
  readonly notes: readonly string[];
}

export interface Learned {
  /** Labels that were learnt now; 0 where fewer than 10 were there, which wait. */
  readonly rows: number;
  readonly state: ModelState;
}

/** What every method rejects with, and what the event `error` brings. */
export interface PerennialError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The events of the element, by name: what each brings as its `detail`. */
export interface PerennialModelEvents {
  readonly ready: {
    readonly facts: ModelFacts;
    readonly state: ModelState;
    readonly place: 'worker' | 'page';
  };
  readonly prediction: { readonly rows: readonly Row[]; readonly predictions: readonly Prediction[] };
  readonly learned: Learned;
  readonly promoted: { readonly version: number; readonly reason: string };
  readonly error: PerennialError;
}

/** `<perennial-model src="model.perennial">` */
export declare class PerennialModel extends HTMLElement {
  /** The model's file itself, in place of the attribute `src`. */
  model: Blob | null;
  /** Null until it is ready, as are `facts` and `place`. */
  readonly state: ModelState | null;
  readonly facts: ModelFacts | null;
  readonly place: 'worker' | 'page' | null;
  predict(rows: readonly Row[]): Promise<readonly Prediction[]>;
  feedback(predictionId: string, label: string | number | boolean, origin: LabelOrigin): Promise<LabelOrigin>;
  learn(rows?: readonly Row[], origin?: LabelOrigin): Promise<Learned>;
  promote(): Promise<ModelState>;
  exportModel(options?: {
    rememberedRows?: boolean;
  }): Promise<{ readonly file: Blob; readonly name: string }>;
  forget(): Promise<ModelState>;
  addEventListener<K extends keyof PerennialModelEvents>(
    name: K,
    listener: (event: CustomEvent<PerennialModelEvents[K]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(...about: Parameters<EventTarget['addEventListener']>): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'perennial-model': PerennialModel;
  }
}
