import type { Restored } from '../core/backup.ts';
import { PerennialError } from '../core/errors.ts';
import type { House } from './house.ts';
import type { LastingJobs } from './lasting-jobs.ts';

/** Puts back what was copied before the last migration. Throws `busy` while work is under way that would be cut off. */
export async function restoreBackup({ backup }: House, lasting: LastingJobs): Promise<Restored> {
  if (!backup)
    throw new PerennialError('no-backup', 'nothing is copied here before an update', { stage: 'workspace' });
  if (lasting.isAtWork)
    throw new PerennialError('busy', 'work is under way: wait until it is done, or cancel it, then restore', {
      stage: 'workspace',
    });
  return backup.restore();
}
