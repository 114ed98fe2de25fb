import type { DenseState } from '../../core/dense.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Snapshot, Tensor } from '../../core/snapshot.ts';

const names = ['parameters', 'firstMoment', 'secondMoment'] as const;

/** Weights and moments as tensors of a snapshot, copied; their names begin with `prefix`. The step goes into its header. */
export function packState(state: DenseState, prefix = ''): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const name of names)
    tensors[prefix + name] = { shape: [state[name].length], data: state[name].slice() };
  return tensors;
}

/**
 * What `packState` packed, copied; throws `snapshot-format`, naming the tensor that has not `length` numbers.
 *
 * @param what the snapshot is of, for the message.
 */
export function unpackState(
  tensors: Snapshot['tensors'],
  length: number,
  step: number,
  what: string,
  prefix = '',
): DenseState {
  const [parameters, firstMoment, secondMoment] = names.map((name) => {
    const data = tensors[prefix + name]?.data;
    if (data instanceof Float32Array && data.length === length) return data.slice();
    return refuseSnapshot(
      what,
      `"${prefix + name}" has ${data?.length ?? 'no'} values; its layers need ${length}`,
    );
  });
  return { parameters: parameters!, firstMoment: firstMoment!, secondMoment: secondMoment!, step };
}

export function refuseSnapshot(what: string, reason: string): never {
  throw new PerennialError('snapshot-format', `the ${what} cannot be read: ${reason}`, { stage: 'train' });
}
