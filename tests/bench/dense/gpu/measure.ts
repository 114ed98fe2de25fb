import { adapterKind } from '../../../../src/compute/webgpu-adapter.ts';
import { openSubject } from '../open-subject.ts';
import type { GpuSubjectName } from '../subject.ts';
import { problemOf, type GpuWorkloadName } from '../workloads.ts';
import { countGpu, counts } from './counts.ts';

/** An implementation on WebGPU. */
export interface GpuMeasured {
  /** How far the mean losses of its first two passes are from those of plain TypeScript, as a share of them. */
  readonly lossError: number;
  readonly dispatchesPerStep: number;
  /** Made until its second pass was over. */
  readonly pipelines: number;
  /** Steps a second in each round; none where no graphics processor does them. */
  readonly rates: readonly number[];
}

/** Of a pass, where a program imitates the graphics processor: it takes 2 ms a dispatch. */
const SOFTWARE_STEPS = 1;
const ROUNDS = 7;
const ROUND_MS = 300;

/** One implementation a thread, so that what is counted is its own. */
export async function measureGpu(name: GpuSubjectName, workload: GpuWorkloadName): Promise<GpuMeasured> {
  countGpu();
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const isTimed = adapterKind(adapter!.info) === 'hardware';
  const problem = problemOf(workload, isTimed ? Infinity : SOFTWARE_STEPS);
  const reference = await openSubject('reference', problem);
  const subject = await openSubject(name, problem);
  const errorOfPass = async (): Promise<number> =>
    Math.abs((await subject.pass())! / (await reference.pass())! - 1);
  const first = await errorOfPass();
  const before = counts.dispatches;
  const second = await errorOfPass();
  const dispatchesPerStep = (counts.dispatches - before) / subject.work;
  const { pipelines } = counts;
  const rates: number[] = [];
  for (let round = 0; isTimed && round < ROUNDS; round++) {
    const begin = performance.now();
    let passes = 0;
    for (; performance.now() - begin < ROUND_MS; passes++) await subject.pass();
    rates.push((passes * subject.work * 1_000) / (performance.now() - begin));
  }
  return { lossError: Math.max(first, second), dispatchesPerStep, pipelines, rates };
}
