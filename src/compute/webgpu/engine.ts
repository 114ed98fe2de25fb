import type { DenseEngine } from '../../core/dense.ts';
import { parameterCount } from '../../math/dense.ts';
import { acceptDense } from '../accept.ts';
import { acceptKnown } from '../lacks.ts';
import { SessionBuffers } from './buffers.ts';
import { LiveDevice } from './live-device.ts';
import { Plan } from './plan.ts';
import { WebgpuSession } from './session.ts';

/**
 * Dense networks on WebGPU, in a plan of our own: seven pipelines for networks of every size, one more where an input is
 * embedded and two more where layers are normalised; rows, parameters and moments
 * stay on the device; a step is twice as many dispatches as there are layers, and one, with an anchor two, with a clip three, and two more for each normalised
 * layer and for all embeddings; up to 64 steps go in one
 * submit, and a call of `train` reads one loss a place of the batch, however many steps it takes. Sums are in single precision
 * and a fixed order: the same rows from the same state give the same bytes on one device.
 *
 * What breaks beneath a session (the graphics processor is lost, its memory runs out) rejects with PerennialError
 * `engine-lost`, whose details name the engine and the reason; the next `open` starts a new device. So do rows, a network or
 * a batch for which it has no room in one piece; the device and its sessions live on then.
 *
 * @throws PerennialError `engine` where there is no WebGPU.
 */
export async function openWebgpuEngine(): Promise<DenseEngine> {
  let starting = LiveDevice.start();
  await starting;
  const live = async (): Promise<LiveDevice> => {
    const known = starting;
    const device = await known.catch(() => null);
    if ((!device || device.isLost) && starting === known) starting = LiveDevice.start();
    return starting;
  };
  return {
    kind: 'webgpu',
    async open(shape, training, data, state) {
      acceptKnown('webgpu', training);
      const rows = acceptDense(shape, training, data, state);
      const device = await live();
      const plan = new Plan(shape);
      return device.run(async () => {
        await device.prepare(plan.kernels);
        const buffers = device.queue(() => new SessionBuffers(device, plan, training, data, state));
        const from = { rows, count: parameterCount(shape), step: state.step };
        return new WebgpuSession(device, plan, buffers, training, from);
      });
    },
  };
}
