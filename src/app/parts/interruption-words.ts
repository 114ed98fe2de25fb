import type { InterruptedJob } from '../../../workers/workspace/contract.ts';
import { agoText, bytesText, countText } from './format.ts';

/**
 * What an interrupted job is called.
 *
 * @example
 * interruptionTitle({ job: 'import', title: 'sales.csv' }) // "Import of sales.csv"
 */
export function interruptionTitle({ job, title }: Pick<InterruptedJob, 'job' | 'title'>): string {
  switch (job) {
    case 'import':
      return `Import of ${title}`;
    case 'train':
      return `Training of a model that predicts “${title}”`;
    case 'learn-on':
    case 'learn-rows':
      return `Learning on with ${title}`;
  }
}

/**
 * How far it had come, or is.
 *
 * @example
 * interruptionState({ progress: { phase: 'reading', done: 43, total: 100, unit: 'bytes' }, isRunningElsewhere: false })
 * // "was cut off at 43%"
 */
export function interruptionState({
  progress,
  isRunningElsewhere,
}: Pick<InterruptedJob, 'progress' | 'isRunningElsewhere'>): string {
  const what = isRunningElsewhere ? 'is under way in another tab' : 'was cut off';
  if (progress && progress.total > 0)
    return `${what}${isRunningElsewhere ? ',' : ''} at ${Math.floor(Math.min(1, progress.done / progress.total) * 100)}%`;
  if (!progress || progress.done === 0) return isRunningElsewhere ? what : `${what} at its start`;
  const done =
    progress.unit === 'bytes' ? bytesText(progress.done) : `${countText(progress.done)} ${progress.unit}`;
  return `${what}${isRunningElsewhere ? ',' : ''} after ${done}`;
}

/**
 * What it was at, and since when.
 *
 * @example
 * interruptionNote({ progress: { phase: 'reading', ... }, startedAt: 0 }, 300000) // "reading · begun 5 min ago"
 */
export function interruptionNote(
  { progress, startedAt }: Pick<InterruptedJob, 'progress' | 'startedAt'>,
  now = Date.now(),
): string {
  return [progress?.phase, `begun ${agoText(startedAt, now)}`].filter(Boolean).join(' · ');
}
