import type { EngineChoice } from '../core/dense.ts';
import type { Id } from '../core/ids.ts';
import type { Row } from './rows.ts';
import type { Watch } from './watch.ts';

export interface VersionChoice {
  /** Left out: the champion. */
  readonly version?: Id;
}

export interface ExplainOptions extends VersionChoice {
  /**
   * Rows to compare with: what is not known of the row is then theirs (interventional Shapley values). Left out, it is what the trees' training rows
   * had, as far as the trees know it (path-dependent).
   */
  readonly background?: readonly Row[];
}

export interface LaterRows extends Watch {
  /** Labels of the rows that are not the model's own, and what each stands for. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface LearnOptions extends LaterRows {
  /** `auto` by default: the fastest engine here. */
  readonly engine?: EngineChoice;
  /** The same rows and seed make the same model; 1 by default. */
  readonly seed?: number;
}

export interface ExportOptions extends Watch {
  /** Encrypts the file; without it whoever has the file can read it. */
  readonly passphrase?: string;
}

export interface ExportModelOptions extends ExportOptions, VersionChoice {
  /** Whether the training rows that the model remembers, so as not to forget, go along; false by default. */
  readonly rememberedRows?: boolean;
}
