import type { GpuMachine } from '../dense/gpu/machine.ts';
import type { GpuMeasured } from '../dense/gpu/measure.ts';
import type { Dense } from '../dense/main.ts';
import { type GpuSubjectName, gpuSubjectNames } from '../dense/subject.ts';
import { type GpuWorkloadName, gpuWorkloadNames, workloads } from '../dense/workloads.ts';
import { withFreshPage, withServed } from '../bench-page.ts';
import { median } from '../median.ts';
import { type Row, rowOf } from '../results.ts';
import { densePage } from '../dense-page.ts';
import { openDawn } from './gpu/dawn.ts';
import { floorOf } from './gpu/floor.ts';

declare const dense: Dense;

type Measure = (name: GpuSubjectName, workload: GpuWorkloadName) => Promise<GpuMeasured>;

/**
 * Dense networks on WebGPU, in workers of headless Chromium and in Node on Dawn: our plan, TensorFlow.js (our engine on it, its
 * Adam by hand, its `model.fit`) and jax-js. Each has a thread or a process of its own. On a graphics processor: steps a second, and
 * the share of the least that a step can take there, whose limits are measured beside it. Where a program imitates the graphics
 * processor, times mean nothing, and none are printed: the dispatches of a step are, and how near the losses are to those of
 * plain TypeScript before an update and after it.
 *
 * @param names of `chromium` and `node`, and of networks; none: all of them.
 */
export async function measure(names: readonly string[]): Promise<readonly Row[]> {
  const asked = (name: string, all: readonly string[]) =>
    !all.some((each) => names.includes(each)) || names.includes(name);
  const fields = gpuWorkloadNames.filter((name) => asked(name, gpuWorkloadNames));
  const rows: Row[] = [];
  if (asked('chromium', places))
    rows.push(
      ...(await withServed(densePage, (url) =>
        withFreshPage(url, async (page) =>
          rowsOf('chromium', fields, await page.evaluate(() => dense.gpuMachine()), (...each) =>
            page.evaluate(([name, workload]) => dense.gpu(name, workload), each),
          ),
        ),
      )),
    );
  if (asked('node', places)) rows.push(...(await inNode(fields)));
  return rows;
}

const places = ['chromium', 'node'] as const;
type Place = (typeof places)[number];

async function inNode(fields: readonly GpuWorkloadName[]): Promise<readonly Row[]> {
  try {
    const { machine, measure } = await openDawn();
    return await rowsOf('node', fields, machine, measure);
  } catch (error) {
    return [noAdapter('node', error)];
  }
}

function noAdapter(place: Place, why: unknown): Row {
  return rowOf(`gpu.${place}.adapters`, [0], 'adapters', 'reported', sentenceOf(why));
}

/** What a process said last in its own words, or the error itself. */
function sentenceOf(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message?: string };
  return /^\w*Error.*$/m.exec(stderr ?? '')?.[0] ?? (message ?? String(error)).split('\n')[0]!;
}

async function rowsOf(
  place: Place,
  fields: readonly GpuWorkloadName[],
  machine: GpuMachine | null,
  measure: Measure,
): Promise<readonly Row[]> {
  if (!machine) return [noAdapter(place, new Error('there is no adapter'))];
  const { limits, title } = machine;
  const note = limits
    ? `${title}: ${(limits.flopPerSecond / 1e12).toFixed(2)} TFLOP/s, ${(limits.bytesPerSecond / 1e9).toFixed(0)} GB/s, ${(1e6 * limits.secondsPerDispatch).toFixed(1)} us a dispatch`
    : `${title}, in software: its times mean nothing, so none are printed`;
  const rows: Row[] = [rowOf(`gpu.${place}.adapters`, [1], 'adapters', 'reported', note)];
  for (const field of fields)
    for (const name of gpuSubjectNames)
      try {
        rows.push(rowOfOne(`gpu.${place}.${field}.${name}`, field, machine, await measure(name, field)));
      } catch (error) {
        // A peer that does not run is no reason to say nothing of the others.
        console.error(`${name} on ${field} in ${place}: ${sentenceOf(error)}`);
      }
  return rows;
}

function rowOfOne(
  id: string,
  field: GpuWorkloadName,
  { limits }: GpuMachine,
  { lossError, dispatchesPerStep, pipelines, rates }: GpuMeasured,
): Row {
  const parity = `losses within ${lossError.toExponential(1)} of plain TypeScript's, one pass after the other`;
  const count = `${Number(dispatchesPerStep.toFixed(1))} dispatches a step, ${pipelines} pipelines`;
  if (!limits)
    return rowOf(id, [dispatchesPerStep], 'dispatches', 'reported', `${pipelines} pipelines; ${parity}`);
  const floor = floorOf(workloads[field], dispatchesPerStep, limits);
  const seconds = 1 / median(rates);
  const share = (100 * floor.seconds) / seconds;
  return rowOf(
    id,
    rates,
    'steps/s',
    'reported',
    `${(1e6 * seconds).toPrecision(4)} us a step, ${share.toPrecision(3)} % of it what it cannot do without (${floor.bound}); ${count}; ${parity}`,
  );
}
