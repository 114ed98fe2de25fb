import { PerennialError } from '../../../core/errors.ts';
import type { TreeFormat } from './foreign-trees.ts';

const FORMAT_TITLES: Readonly<Record<TreeFormat, string>> = {
  xgboost: 'XGBoost',
  lightgbm: 'LightGBM',
};

const SAVED: Readonly<Record<TreeFormat, string>> = {
  xgboost: 'save_model("model.json")',
  lightgbm: 'save_model("model.txt")',
};

/** `what` is a sentence's part: '"learner.objective" is no object'. */
export function treesDamaged(format: TreeFormat, what: string, cause?: unknown): PerennialError {
  return new PerennialError(
    'exchange-damaged',
    `the file cannot be read as a model of ${FORMAT_TITLES[format]}: ${what}; save it again with ${SAVED[format]}`,
    { stage: 'deploy', cause },
  );
}

/** Something that the file says rightly and no model here can do: `what` it is, and the way out. */
export function treesUnsupported(format: TreeFormat, what: string, wayOut: string): PerennialError {
  return new PerennialError(
    'exchange-unsupported',
    `this model of ${FORMAT_TITLES[format]} cannot be taken in: ${what}; ${wayOut}`,
    { stage: 'deploy' },
  );
}

export function noTreeFile(what: string): PerennialError {
  return new PerennialError(
    'exchange-unknown',
    `${what}; a model of XGBoost is saved with ${SAVED.xgboost}, one of LightGBM with ${SAVED.lightgbm}`,
    { stage: 'deploy' },
  );
}

export function cannotLeave(format: TreeFormat, what: string, wayOut: string): PerennialError {
  return new PerennialError(
    'exchange-unsupported',
    `these trees cannot be written for ${FORMAT_TITLES[format]}: ${what}; ${wayOut}`,
    { stage: 'deploy' },
  );
}
