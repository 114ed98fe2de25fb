import { boolean, exactOptional, literal, nullable, picklist, strictObject, union, variant } from 'valibot';
import type {
  Baseline,
  Comparison,
  Evaluation,
  EvaluationSummary,
  Reliability,
  Resampling,
} from '../../../../core/evaluation.ts';
import type { Importance } from '../../../../core/importance.ts';
import type { CurvePoint } from '../../../../core/progress.ts';
import type { Judgement, ModelVersion, VersionReport } from '../../../../core/records.ts';
import { count, hash, id, json, list, measured, schemaOf, text, whole } from './plain.ts';
import { numbers, target } from './tables.ts';

const engineKind = picklist(['reference', 'wasm', 'webgpu', 'tfjs-webgpu', 'tfjs-wasm', 'tfjs-cpu']);

const baseline = schemaOf<Baseline>()(
  variant('kind', [
    strictObject({ kind: literal('majority'), prior: list(measured) }),
    strictObject({ kind: literal('mean'), mean: measured }),
  ]),
);

const summaryEntries = {
  task: picklist(['binary', 'multiclass', 'regression']),
  rows: count,
  baseline: picklist(['majority', 'mean']),
  scores: list(
    strictObject({
      metric: picklist([
        'accuracy',
        'balanced-accuracy',
        'macro-f1',
        'log-loss',
        'roc-auc',
        'mae',
        'rmse',
        'r2',
      ]),
      value: measured,
      low: measured,
      high: measured,
      baseline: measured,
    }),
  ),
} as const;

const summary = schemaOf<EvaluationSummary>()(strictObject(summaryEntries));

const comparison = schemaOf<Comparison>()(
  strictObject({
    rows: count,
    loss: picklist(['error-rate', 'absolute-error']),
    champion: measured,
    challenger: measured,
    difference: measured,
    low: measured,
    high: measured,
    wins: count,
    losses: count,
    ties: count,
  }),
);

const judgement = schemaOf<Judgement>()(
  strictObject({
    championId: id,
    judging: nullable(comparison),
    shadow: nullable(comparison),
    anchor: list(strictObject({ tableId: id, comparison, holds: boolean() })),
    trial: strictObject({ logWealth: list(list(measured)) }),
    evidence: measured,
    alpha: measured,
    forgettingBudget: measured,
    championErrorRose: boolean(),
    transfer: exactOptional(
      strictObject({
        tasks: count,
        accuracy: measured,
        backward: nullable(measured),
        forward: nullable(measured),
        forgetting: nullable(measured),
      }),
    ),
    verdict: picklist(['promoted', 'unproven', 'forgot']),
    reason: text,
  }),
);

export const version = schemaOf<ModelVersion>()(
  strictObject({
    kind: literal('version'),
    id,
    projectId: id,
    number: count,
    createdAt: measured,
    cause: picklist(['trained', 'fine-tuned', 'imported']),
    parents: list(id),
    learner: strictObject({ kind: text, options: json }),
    target,
    recipe: hash,
    snapshot: hash,
    splits: list(id),
    seed: whole,
    engine: strictObject({ asked: union([engineKind, literal('auto')]), kind: engineKind, reason: text }),
    steps: count,
    durationMs: measured,
    sizeBytes: count,
    evaluation: nullable(summary),
    baseline,
    judgement: nullable(judgement),
    numbers,
  }),
);

const curvePoint = schemaOf<CurvePoint>()(
  strictObject({
    step: count,
    epoch: measured,
    trainLoss: measured,
    validationLoss: nullable(measured),
    score: exactOptional(measured),
    outOfBagLoss: exactOptional(nullable(measured)),
    outOfBagScore: exactOptional(nullable(measured)),
  }),
);

const reliability = schemaOf<Reliability>()(
  strictObject({
    of: picklist(['positive-class', 'top-label']),
    bins: list(
      strictObject({ rows: count, predicted: measured, observed: measured, low: measured, high: measured }),
    ),
    calibrationError: measured,
  }),
);

const resampling = schemaOf<Resampling>()(
  variant('kind', [
    strictObject({ kind: picklist(['plain', 'stratified']), resamples: count }),
    strictObject({ kind: literal('block'), resamples: count, blockLength: count }),
  ]),
);

const evaluation = schemaOf<Evaluation>()(
  strictObject({
    ...summaryEntries,
    classes: list(
      strictObject({ label: text, precision: measured, recall: measured, f1: measured, support: count }),
    ),
    confusion: list(list(count)),
    roc: list(strictObject({ falsePositiveRate: measured, truePositiveRate: measured })),
    residuals: list(strictObject({ actual: measured, predicted: measured })),
    reliability: exactOptional(reliability),
    intervals: exactOptional(resampling),
  }),
);

const importance = schemaOf<Importance>()(
  strictObject({
    permutation: nullable(
      strictObject({
        rows: count,
        repeats: count,
        loss: picklist(['log-loss', 'absolute-error']),
        before: measured,
        errorBefore: nullable(measured),
        columns: list(
          strictObject({
            column: text,
            rise: measured,
            spread: measured,
            errorRise: nullable(measured),
          }),
        ),
      }),
    ),
    role: nullable(picklist(['report', 'judge', 'validation'])),
    use: nullable(list(strictObject({ column: text, gainShare: measured, splits: count }))),
  }),
);

export const report = schemaOf<VersionReport>()(
  strictObject({
    kind: literal('report'),
    id,
    projectId: id,
    curve: list(curvePoint),
    evaluation: nullable(evaluation),
    importance: exactOptional(importance),
  }),
);
