import type { Alarm, Detector, DetectorKind } from '../../core/detector.ts';
import type { JsonObject } from '../../core/json.ts';
import { isCount, keptNumbers, optionsUnder, refuseBeyond } from './refusals.ts';

export type EddmOptions = {
  /** Errors, and values, before anything is tested. */
  readonly warmUpErrors: number;
  /** To which share of its widest the distance between errors must fall for a warning, and for a drift. */
  readonly warningShare: number;
  readonly driftShare: number;
};

const TITLE = 'EDDM';
const STATE = ['row', 'lastError', 'errors', 'meanDistance', 'squares', 'widest', 'isWarning'] as const;
type State = Record<(typeof STATE)[number], number>;

const empty = (): State => ({
  row: 0,
  lastError: 0,
  errors: 0,
  meanDistance: 0,
  squares: 0,
  widest: 0,
  isWarning: 0,
});

/**
 * EDDM, the early drift detection method: do the errors follow each other more closely than they once did?
 *
 * At each error, p is the mean of the distances between errors so far, in rows, and s their deviation. Where
 * (p + 2s) is less than .95 of the largest that it has been it is a warning, less than .9 a drift. It looks at errors only:
 * between two of them a warning stays as it is.
 *
 * It notices slow changes sooner than others, and pays for it: the largest p + 2s lies high above its mean where
 * distances vary much, and of 10,000 rows without a change 11 (of .05 errors) to 20 (of .2) raise an alarm. It suits errors that are seldom and
 * regular, and somebody to whom an alarm in vain costs little.
 *
 * Defaults are the paper's: .95 and .9, from 30 errors on. The deviation is that of a sample, divided by the errors less one.
 *
 * Source: Baena-García, del Campo-Ávila, Fidalgo, Bifet, Gavaldà & Morales-Bueno, "Early drift detection method", Fourth
 * International Workshop on Knowledge Discovery from Data Streams, 2006.
 *
 * @example
 * const detector = eddm.create(eddm.defaults);
 * const errs = (row: number) => (row < 1000 ? Number(row % 5 === 4) : Number(row % 5 < 3));
 * let row = 0;
 * while (detector.update(errs(row)) !== 'drift') row++;
 * row // 1532
 */
export const eddm: DetectorKind<EddmOptions> = {
  kind: 'eddm',
  title: TITLE,
  summary: 'Compares the distance between errors with the widest that it has been.',
  source:
    'Baena-García et al., "Early drift detection method", Fourth International Workshop on Knowledge Discovery from Data Streams, 2006',
  defaults: { warmUpErrors: 30, warningShare: 0.95, driftShare: 0.9 },
  create: (options) => new Eddm(checked(options), empty()),
  load: (options, saved) => new Eddm(checked(options), { ...keptNumbers(TITLE, saved, STATE) }),
};

class Eddm implements Detector {
  readonly #options: EddmOptions;
  #state: State;

  constructor(options: EddmOptions, state: State) {
    this.#options = options;
    this.#state = state;
  }

  update(value: number): Alarm {
    refuseBeyond('bits', TITLE, value);
    const state = this.#state;
    state.row++;
    if (value === 1 && this.#isDriftAtError(state)) {
      this.#state = empty();
      return 'drift';
    }
    return state.isWarning === 1 ? 'warning' : 'stable';
  }

  save(): JsonObject {
    return { ...this.#state };
  }

  #isDriftAtError(state: State): boolean {
    const { warmUpErrors, warningShare, driftShare } = this.#options;
    const distance = state.row - state.lastError;
    const before = distance - state.meanDistance;
    state.lastError = state.row;
    state.errors++;
    state.meanDistance += (1 / state.errors) * before;
    state.squares += before * (distance - state.meanDistance);
    if (state.row <= warmUpErrors) return false;
    const variance = state.errors > 1 ? state.squares / (state.errors - 1) : 0;
    const reach = state.meanDistance + 2 * Math.sqrt(variance);
    if (reach > state.widest) state.widest = reach;
    else if (state.errors > warmUpErrors) {
      const share = reach / state.widest;
      if (share < driftShare) return true;
      state.isWarning = Number(share < warningShare);
    }
    return false;
  }
}

function checked(options: EddmOptions): EddmOptions {
  const { warmUpErrors, warningShare, driftShare } = options;
  const isKept = isCount(warmUpErrors, 1) && driftShare > 0 && driftShare <= warningShare && warningShare < 1;
  return optionsUnder(TITLE, 'warmUpErrors >= 1 and 0 < driftShare <= warningShare < 1', options, isKept);
}
