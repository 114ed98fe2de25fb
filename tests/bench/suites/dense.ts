import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { denseLayers } from '../../../src/math/dense.ts';
import { withFolder, withFreshPage, withPage, withServed } from '../bench-page.ts';
import { densePage } from '../dense-page.ts';
import type { Dense, Measured } from '../dense/main.ts';
import type { SubjectName } from '../dense/subject.ts';
import { workloads, type Workload } from '../dense/workloads.ts';
import { median } from '../median.ts';
import { type Row, rowOf } from '../results.ts';
import { loadText } from './robust/load.ts';

declare const dense: Dense;

type WasmName = 'wasm-relaxed' | 'wasm-plain';
const wasmBuilds: readonly WasmName[] = ['wasm-relaxed', 'wasm-plain'];
const everyone: readonly SubjectName[] = [
  ...wasmBuilds,
  'reference',
  'tfjs-ours-wasm',
  'tfjs-ours-cpu',
  'tfjs-loop-wasm',
  'tfjs-loop-cpu',
  'tfjs-fit-wasm',
  'tfjs-fit-cpu',
  'jax',
  'jax-threads',
  'brain',
];

/** Who runs what: those that would take seconds a step stay out. */
const fields = {
  small: { names: everyone, rounds: 9, roundMs: 200 },
  tabular: { names: everyone.filter((name) => name !== 'brain'), rounds: 7, roundMs: 200 },
  wide: {
    names: [
      ...wasmBuilds,
      'wasm-two-threads',
      'reference',
      'tfjs-ours-wasm',
      'tfjs-loop-wasm',
      'tfjs-fit-wasm',
      'jax',
      'jax-threads',
    ],
    rounds: 5,
    roundMs: 200,
  },
} as const satisfies Record<string, { names: readonly SubjectName[]; rounds: number; roundMs: number }>;
type Field = keyof typeof fields;

const COLD_STARTS = 7;
/** In turns after ours: what a start leaves warm helps those that come after it. */
const coldPeers: readonly SubjectName[] = ['reference', 'jax', 'tfjs-loop-wasm', 'tfjs-fit-wasm'];
const UPDATES = 15;
const PREDICTIONS = 5;
const ONLINE_PASSES = 15;
const PROBES = 5;

/**
 * Dense networks side by side, in workers of headless Chromium: our engines, TensorFlow.js (its `model.fit`, its Adam in a loop by
 * hand, and our engine on it, which is faster than both), jax-js (each array owned by one step, synced every 16) and brain.js. Every implementation has a worker of its own; they run
 * in turns, round after round, and a ratio is that of one round. The first pass of each must have the loss that our plain TypeScript
 * has, or the suite fails: they learn the same. A peer's data are cut and uploaded outside its time.
 *
 * The core's peak is a loop of multiply-adds, measured in every round. The share of it is by three products a layer (forward, to
 * its weights, to its inputs), 1.30 MFLOP a step of the small network, though nobody needs the first layer's last one; beside it
 * stands the share without that, by which the goal is held. jax-js runs on one thread and on as many as it wants; ratios are to the faster of the two.
 * TensorFlow.js runs on one thread: its threaded build stays at one or hangs. On WebGPU only the
 * dispatches and pipelines of our plan are counted here; its speed is for the suite `gpu`.
 *
 * @param names of fields and of `predict`, `update`, `cold`, `probe`, `webgpu`, `bytes`; none: all of them.
 */
export async function measure(names: readonly string[]): Promise<readonly Row[]> {
  const asked = (name: string) => names.length === 0 || names.includes(name);
  return withServed(densePage, async (url) => {
    const rows: Row[] = [];
    for (const field of ['small', 'tabular', 'wide'] as const)
      if (asked(field)) rows.push(...(await withFreshPage(url, (page) => sideBySide(page, field))));
    if (asked('online')) rows.push(await withFreshPage(url, onlineRow));
    if (asked('predict')) rows.push(await withFreshPage(url, predictRow));
    if (asked('update')) rows.push(...(await withFreshPage(url, updateRows)));
    if (asked('cold')) rows.push(...(await coldRows(url)));
    if (asked('probe')) rows.push(...(await probeRows(url)));
    if (asked('webgpu')) rows.push(...(await withFreshPage(url, webgpuRows)));
    if (asked('bytes')) rows.push(await withFreshPage(url, bytesRow));
    return rows;
  });
}

async function sideBySide(page: Page, field: Field): Promise<readonly Row[]> {
  const { names, rounds, roundMs } = fields[field];
  const isolated = await page.evaluate(() => crossOriginIsolated);
  if (!isolated) throw new Error('the page is not isolated: its clock is coarse, and nothing has threads');
  const before = loadText();
  const [peak, ...measured] = await page.evaluate(([...all]) => dense.sideBySide(...all), [
    field,
    ['peak', ...names],
    rounds,
    roundMs,
  ] as const);
  checkLosses(field, measured);
  const work = workOf(workloads[field]);
  const rates = (name: SubjectName) => measured.find((each) => each.name === name)!.rates;
  const build = await page.evaluate(() => dense.kernelBuild());
  const ours = rates(`wasm-${build}`);
  const over = (...names: readonly SubjectName[]) =>
    ours.map((rate, round) => rate / Math.max(...names.map((name) => rates(name)[round]!)));
  const share = (rates: readonly number[], flop: number) =>
    rates.map((rate, round) => (rate * flop) / peak!.rates[round]!);
  const row = (id: string, runs: readonly number[], unit: string, goal: string, note = '') =>
    rowOf(`dense.${field}.${id}`, runs, unit, goal, note);
  const { batchSize, rows: perPass } = workloads[field];
  const how = `batch ${batchSize}, Adam, f32; ${rounds} rounds in turns, each of whole passes of ${perPass / batchSize} steps for ${roundMs} ms or more`;
  const rows: Row[] = [
    row(
      'peak',
      peak!.rates.map((rate) => rate / 1e9),
      'GFLOP/s',
      'reported',
      `${build} build; ${before} at first, ${loadText()} at last`,
    ),
    ...measured.map(({ name, rates }) => {
      const percent = (flop: number) => (100 * median(share(rates, flop))).toPrecision(3);
      const us = (1e6 / median(rates)).toPrecision(4);
      return row(
        name,
        rates,
        'steps/s',
        'reported',
        `${us} us a step; ${percent(work.all)} % of the peak (${percent(work.needed)} % by what is needed)`,
      );
    }),
  ];
  switch (field) {
    case 'small':
      rows.push(
        row('vs-tfjs-fit', over('tfjs-fit-wasm'), 'x', '>= 30', how),
        row('vs-jax', over('jax', 'jax-threads'), 'x', '>= 18', how),
        row(
          'peak-share',
          share(ours, work.needed),
          'of the peak',
          '>= 0.45',
          `by what is needed; ${median(share(ours, work.all)).toFixed(2)} by three products a layer; ${how}`,
        ),
      );
      break;
    case 'tabular':
      rows.push(
        row(
          'vs-tfjs-loop',
          over('tfjs-loop-wasm'),
          'x',
          '>= 10',
          `to its own Adam by minimize; ${median(over('tfjs-ours-wasm')).toFixed(2)} to our engine on it; ${how}`,
        ),
      );
      break;
    case 'wide':
      rows.push(
        row('vs-tfjs-fit', over('tfjs-fit-wasm'), 'x', '>= 10', `one thread; ${how}`),
        row(
          'two-threads',
          rates('wasm-two-threads').map((rate, round) => rate / ours[round]!),
          'x',
          'reported',
          'to one thread',
        ),
      );
      break;
  }
  return rows;
}

/** Whoever learns something else is not faster, but wrong. */
function checkLosses(field: Field, measured: readonly Measured[]): void {
  const expected = measured.find(({ name }) => name === 'reference')!.loss!;
  for (const { name, loss } of measured)
    if (loss !== null && !(Math.abs(loss / expected - 1) < 1e-3))
      throw new Error(
        `${name} on ${field}: the first pass has a mean loss of ${loss} instead of ${expected}`,
      );
}

/** Floating-point operations of a step's products, and of those that anybody needs: not the slope of the inputs. */
function workOf({ shape, batchSize }: Workload): { readonly all: number; readonly needed: number } {
  const products = denseLayers(shape).map(({ from, to }) => 2 * batchSize * from * to);
  const all = 3 * products.reduce((sum, each) => sum + each, 0);
  return { all, needed: all - products[0]! };
}

async function predictRow(page: Page): Promise<Row> {
  const times = await page.evaluate((count) => dense.predictions(1_000_000, count), PREDICTIONS);
  return rowOf(
    'predict.million.s',
    times,
    'seconds',
    '<= 1.0',
    `first ${times[0]!.toFixed(2)}; ${loadText()}`,
  );
}

async function onlineRow(page: Page): Promise<Row> {
  const took = (kind: 'plain' | 'wasm', by: 'row' | 'rows') =>
    page.evaluate(([...all]) => dense.online(...all), [kind, by, 32, ONLINE_PASSES] as const);
  const times = await took('plain', 'row');
  const others = [
    `in wasm ${median(await took('wasm', 'row')).toFixed(3)}`,
    `handed over together ${median(await took('plain', 'rows')).toFixed(3)}, in wasm ${median(await took('wasm', 'rows')).toFixed(3)}`,
  ];
  const note = `plain TypeScript, row by row; ${others.join('; ')}; ${loadText()}`;
  return rowOf('online.logistic.us', times, 'us', '<= 0.3', note);
}

async function updateRows(page: Page): Promise<readonly Row[]> {
  const alone = await page.evaluate((count) => dense.updates(count), UPDATES);
  const load = loadText();
  const { updates, answers } = await page.evaluate((count) => dense.serveMeanwhile(count), UPDATES);
  const ms = (times: readonly number[]) => `${median(times).toFixed(2)} ms`;
  const sorted = [...answers].sort((a, b) => a - b);
  const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1]!;
  const served = `${answers.length} rows, median ${ms(answers)}, slowest ${sorted.at(-1)!.toFixed(2)}`;
  return [
    rowOf(
      'update.ms',
      alone,
      'ms',
      '<= 100',
      `160 steps; first ${alone[0]!.toFixed(1)}, slowest ${Math.max(...alone).toFixed(1)}; while serving ${ms(updates)}; ${load}`,
    ),
    rowOf('update.serve-p99-ms', [p99], 'ms', '<= 2', `${served}; from a page, by a worker; ${loadText()}`),
  ];
}

/**
 * Each time in a browser that has just started, so that nothing is compiled yet, on a profile that has been here before, so that the
 * files are on this machine, as those of an installed app are; and beside it the very first time, when the server hands them out.
 * The wasm engine comes in a worker of its own, as the app's brings it; the code of the others comes in one piece more.
 */
async function coldRows(url: string): Promise<readonly Row[]> {
  const visit = (profile: string) =>
    withPage(url, profile, async (page) => {
      const starts = [await page.evaluate(() => dense.wasmColdStart())];
      for (const name of coldPeers)
        starts.push(await page.evaluate((subject) => dense.coldStart(subject), name));
      return starts;
    });
  const { firsts, visits } = await withFolder(async (profile) => {
    const firsts = await visit(profile);
    const visits = [];
    for (let i = 0; i < COLD_STARTS; i++) visits.push(await visit(profile));
    return { firsts, visits };
  });
  const load = loadText();
  return ['wasm', ...coldPeers].map((name, index) => {
    const starts = visits.map((visit) => visit[index]!);
    const own = median(starts.map((start) => start.own)).toFixed(1);
    const first = firsts[index]!.ms.toFixed(0);
    const times = starts.map(({ ms }) => ms);
    const note = `${own} of it its own, the rest the worker's start; ${first} on the first visit${index === 0 ? `; ${load}` : ''}`;
    return rowOf(`cold.${name}.ms`, times, 'ms', index === 0 ? '<= 50' : 'reported', note);
  });
}

async function probeRows(url: string): Promise<readonly Row[]> {
  const times: number[] = [];
  for (let i = 0; i < PROBES; i++)
    times.push(await withFreshPage(url, (page) => page.evaluate(() => dense.probeMs())));
  const regrets = await withFreshPage(url, (page) => page.evaluate(() => dense.regrets()));
  const worst = regrets.reduce((most, each) => (each.ratio > most.ratio ? each : most));
  const picks = new Set(regrets.map(({ pick }) => pick));
  const right = regrets.filter(({ pick, best }) => pick === best).length;
  const load = loadText();
  return [
    rowOf('probe.ms', times, 'ms', '<= 1000', `each in a browser that has just started; ${load}`),
    rowOf(
      'probe.regret',
      [worst.ratio],
      'x',
      '<= 1.2',
      `the fastest was taken for ${right} of ${regrets.length} models (took ${[...picks].join(', ')}); worst: ${worst.model}, ${worst.pick} for ${worst.best}; ${load}`,
    ),
  ];
}

async function webgpuRows(page: Page): Promise<readonly Row[]> {
  const machine = await page.evaluate(() => dense.gpuMachine());
  if (!machine) throw new Error('this browser has no WebGPU adapter, not even one in software');
  const { dispatchesPerStep, pipelines, lossError } = await page.evaluate(() => dense.gpu('webgpu', 'small'));
  const note = `counted on ${machine.title}; losses within ${lossError.toExponential(1)} of plain TypeScript's`;
  return [
    rowOf('webgpu.dispatches', [dispatchesPerStep], 'a step', '<= 14', note),
    rowOf('webgpu.pipelines', [pipelines], 'in all', '<= 10', note),
  ];
}

async function bytesRow(page: Page): Promise<Row> {
  const builds = await page.evaluate(() => dense.builds());
  const sizes = builds.map(({ name, base64 }) => ({
    name,
    size: gzipSync(Buffer.from(base64, 'base64'), { level: 9 }).length,
  }));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  const note = sizes.map(({ name, size }) => `${name} ${size}`).join(', ');
  return rowOf('wasm.bytes', [total], 'bytes', '<= 40960', note);
}
