import { PerennialError } from '../../core/errors.ts';
import type { Problem } from '../../core/learner.ts';
import type { Task } from '../../core/schema.ts';

/** Throws `problem` where the classes do not go with the task, there is no feature, or the kind of model is not made for the task. */
export function checkProblem(
  { task, classes, features }: Problem,
  { kind, tasks }: { readonly kind: string; readonly tasks: readonly Task[] },
): void {
  if (!tasks.includes(task))
    refuse(`the model "${kind}" cannot learn a ${task} problem; it is made for ${tasks.join(' and ')}`);
  const isRight = task === 'binary' ? classes.length === 2 : task === 'regression' || classes.length >= 2;
  if (!isRight)
    refuse(
      `a ${task} problem with ${classes.length} classes cannot be learnt; binary needs 2, multiclass 2 or more`,
    );
  if (!features.length) refuse('there is no feature to learn from; leave at least one column in');
}

function refuse(message: string): never {
  throw new PerennialError('problem', message, { stage: 'train' });
}
