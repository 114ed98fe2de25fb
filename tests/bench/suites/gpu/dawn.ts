import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { browserPath } from '../../../browser.ts';
import type { GpuMachine } from '../../dense/gpu/machine.ts';
import type { GpuMeasured } from '../../dense/gpu/measure.ts';
import type { GpuSubjectName } from '../../dense/subject.ts';
import type { GpuWorkloadName } from '../../dense/workloads.ts';

const run = promisify(execFile);
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** WebGPU in Node. */
export interface Dawn {
  readonly machine: GpuMachine;
  readonly measure: (name: GpuSubjectName, workload: GpuWorkloadName) => Promise<GpuMeasured>;
}

/** Builds of Dawn for all platforms, 138 MB: no part of every installation, so this suite brings it, exactly this one. */
const version = '0.6.2';
const integrity =
  'sha512-3L4GfmqJLvYUIEWJngEQY+2HQiUlAFkg8+P8NDDj3Xx5hHHIFO/r8JW+ynfqBj7kHN4mbnwO74uB+lrRtLhp4Q==';
const folder = path('../../../../.cache/dawn');
const dawnModule = join(folder, 'node_modules/webgpu/index.js');

/** On the graphics processor if there is one, else on the program that Chromium brings in its place. Throws where neither starts. */
export async function openDawn(): Promise<Dawn> {
  await install();
  const drivers = [{}, ...imitations()];
  for (const driver of drivers) {
    const ask = async (...parameters: readonly string[]): Promise<unknown> => {
      const { stdout } = await run(
        process.execPath,
        ['--import', 'tsx', path('../../dense/gpu/in-node.ts'), dawnModule, ...parameters],
        { env: { ...process.env, ...driver }, maxBuffer: 1e8 },
      );
      return JSON.parse(stdout.trim().split('\n').at(-1)!);
    };
    const machine = (await ask('machine')) as GpuMachine | null;
    if (!machine) continue;
    return { machine, measure: async (name, workload) => (await ask(name, workload)) as GpuMeasured };
  }
  throw new Error('Dawn finds neither a graphics processor nor the program that imitates one');
}

async function install(): Promise<void> {
  if (!existsSync(dawnModule))
    // Its own script takes a mark off the build for macOS, and nothing else; none is run here.
    await run('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, `webgpu@${version}`]);
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly integrity: string }>>;
  };
  if (packages['node_modules/webgpu']?.integrity !== integrity)
    throw new Error(`.cache/dawn does not hold webgpu ${version}; delete the folder and run the suite again`);
}

/** Where Chromium keeps SwiftShader, and how the loader of Vulkan is told of it. */
function imitations(): readonly Readonly<Record<string, string>>[] {
  if (process.platform !== 'linux') return [];
  const folders = [dirname(realpathSync(browserPath())), '/usr/lib/chromium', '/usr/lib/chromium-browser'];
  return folders
    .filter((each) => existsSync(join(each, 'vk_swiftshader_icd.json')))
    .slice(0, 1)
    .map((each) => ({ VK_ICD_FILENAMES: join(each, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: each }));
}
