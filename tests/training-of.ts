import type { TableVersion } from '../src/core/records.ts';
import { DEFAULT_FRACTIONS, type TargetSuggestion, type TrainRequest } from '../src/workspace/api.ts';

export type Choices = Partial<Omit<TrainRequest, 'projectId' | 'tableId'>>;

/** The training that the app proposes for a table and a target, but for these choices. */
export function trainingOf(
  { id, projectId }: Pick<TableVersion, 'id' | 'projectId'>,
  target: TargetSuggestion,
  choices: Choices = {},
): TrainRequest {
  return {
    projectId,
    tableId: id,
    target,
    learner: 'auto',
    options: {},
    split: target.split,
    fractions: DEFAULT_FRACTIONS,
    excluded: [],
    included: [],
    balanceClasses: false,
    engine: 'auto',
    seed: 1,
    ...choices,
  };
}
