// The library's public surface, in the order in which data flows.
export { openPerennial, type OpenOptions } from './library/open.ts';
export { Perennial, type OpenFileOptions, type SampleOptions } from './library/perennial.ts';
export { Project } from './library/project.ts';
export type {
  ExplainOptions,
  ExportModelOptions,
  ExportOptions,
  LaterRows,
  LearnOptions,
  VersionChoice,
} from './library/project-options.ts';
export type { Watch } from './library/watch.ts';
export type { Progress } from './core/progress.ts';
// collect
export type { Source } from './library/source.ts';
export type { Row } from './library/rows.ts';
export type { ImportOptions } from './library/import-request.ts';
export type { ReadOptions, ReadReport } from './core/reader.ts';
export type { ProjectSummary, ProjectView } from './workspace/answers.ts';
export type { TableVersion } from './core/records.ts';
// prepare, select
export type { TargetSuggestion } from './workspace/answers.ts';
export type { Field, Target, Task } from './core/schema.ts';
export type { SplitFractions, SplitStrategy } from './core/records.ts';
// train
export type { TrainOptions } from './library/train-request.ts';
export type { EngineChoice } from './core/dense.ts';
export type { LeaderboardEntry } from './workspace/answers.ts';
export type { ModelVersion } from './core/records.ts';
// evaluate
export type { Evaluation, EvaluationSummary, Comparison, Score } from './core/evaluation.ts';
export type { ColumnImportance, ColumnUse, Importance, PermutationImportance } from './core/importance.ts';
// deploy
export type { ImportTreesOptions } from './library/import-trees-request.ts';
export type { TreeFormat, TreeParity } from './workspace/answers.ts';
export type { AnswerReasons, ColumnReason } from './core/answer-reasons.ts';
export type { RowPrediction } from './workspace/answers.ts';
// learn
export type { LabelledRow, LabelOrigin } from './core/feedback.ts';
export type { EventRecord, Judgement, Verdict } from './core/records.ts';
// what goes wrong
export { PerennialError, type Stage } from './core/errors.ts';
