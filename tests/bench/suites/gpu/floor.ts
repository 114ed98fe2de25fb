import { denseLayers } from '../../../../src/math/dense.ts';
import type { GpuLimits } from '../../dense/gpu/machine.ts';
import type { Workload } from '../../dense/workloads.ts';

/**
 * The seconds below which no step can be on this machine, and what binds it: its products, its bytes from memory and to it
 * (parameters for the outputs and the slopes, and read and written with both moments by Adam; activations and slopes written and
 * read once; the inputs read twice), or its dispatches, one after the other.
 */
export function floorOf(
  { shape, batchSize }: Workload,
  dispatches: number,
  limits: GpuLimits,
): { readonly seconds: number; readonly bound: string } {
  const layers = denseLayers(shape);
  const products = layers.map(({ from, to }) => 2 * batchSize * from * to);
  const flop = 3 * products.reduce((sum, each) => sum + each, 0) - products[0]!;
  const parameters = layers.reduce((sum, { from, to }) => sum + (from + 1) * to, 0);
  const width = layers.reduce((sum, { to }) => sum + to, 0);
  const bytes = 4 * (8 * parameters + batchSize * (4 * width + 2 * shape.inputs));
  const bounds = [
    { bound: 'compute', seconds: flop / limits.flopPerSecond },
    { bound: 'bandwidth', seconds: bytes / limits.bytesPerSecond },
    { bound: 'dispatches', seconds: dispatches * limits.secondsPerDispatch },
  ];
  return bounds.reduce((most, each) => (each.seconds > most.seconds ? each : most));
}
