import type { EvaluationSummary, MetricName, Score } from '../../../core/evaluation.ts';

/** How a metric is shown: its plain name, the field's term, which way is better, and on which scale. */
interface MetricWords {
  readonly title: string;
  readonly term: string;
  readonly meaning: string;
  readonly better: 'higher' | 'lower';
  readonly format: 'share' | 'number';
  /** Whether the value is in the target's own unit. */
  readonly isInTargetUnit: boolean;
}

export const METRICS: Readonly<Record<MetricName, MetricWords>> = {
  accuracy: {
    title: 'Right answers',
    term: 'accuracy',
    meaning: 'Share of rows whose class is predicted right',
    better: 'higher',
    format: 'share',
    isInTargetUnit: false,
  },
  'balanced-accuracy': {
    title: 'Right per class',
    term: 'balanced accuracy',
    meaning: 'Mean over classes of the share found: rare classes count as much as common ones',
    better: 'higher',
    format: 'share',
    isInTargetUnit: false,
  },
  'macro-f1': {
    title: 'Precision and recall',
    term: 'macro F1',
    meaning: 'Harmonic mean of precision and recall, averaged over classes',
    better: 'higher',
    format: 'share',
    isInTargetUnit: false,
  },
  'log-loss': {
    title: 'Surprise',
    term: 'log loss',
    meaning: 'How far the probabilities are from what happened; 0 is perfect',
    better: 'lower',
    format: 'number',
    isInTargetUnit: false,
  },
  'roc-auc': {
    title: 'Ranking',
    term: 'ROC AUC',
    meaning: 'Chance that a positive row is ranked above a negative one; 0.5 is guessing',
    better: 'higher',
    format: 'number',
    isInTargetUnit: false,
  },
  mae: {
    title: 'Typical miss',
    term: 'mean absolute error',
    meaning: 'Mean distance between prediction and truth',
    better: 'lower',
    format: 'number',
    isInTargetUnit: true,
  },
  rmse: {
    title: 'Large misses',
    term: 'root mean squared error',
    meaning: 'Like the typical miss, with large ones counting more',
    better: 'lower',
    format: 'number',
    isInTargetUnit: true,
  },
  r2: {
    title: 'Explained',
    term: 'R²',
    meaning: 'Share of the spread that the model explains; 0 is the mean, 1 is perfect',
    better: 'higher',
    format: 'number',
    isInTargetUnit: false,
  },
};

const HEADLINES: readonly MetricName[] = ['accuracy', 'r2'];

/** The score that stands for a model in one line; undefined where it has none. */
export function headline(evaluation: EvaluationSummary | null | undefined): Score | undefined {
  const scores = evaluation?.scores ?? [];
  return scores.find((score) => HEADLINES.includes(score.metric)) ?? scores[0];
}

/** scoreText('accuracy', 0.9412) // "94.1%" */
export function scoreText(metric: MetricName, value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (METRICS[metric].format === 'share') return `${(value * 100).toFixed(1)}%`;
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3).replace(/^-(?=0\.0*$)/, '');
}
