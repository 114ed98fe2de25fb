import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { Rows } from '../../trees/rows.ts';

const run = promisify(execFile);
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export type PeerName = 'lightgbm' | 'sklearn' | 'xgboost';
export const peerTitles: Readonly<Record<PeerName, string>> = {
  lightgbm: 'LightGBM',
  sklearn: "scikit-learn's HistGradientBoosting",
  xgboost: 'XGBoost hist',
};

export interface PeerFitted {
  readonly ms: number;
  /** Of all its threads. */
  readonly processorMs: number;
  /** null where the peer does not tell. */
  readonly binMs: number | null;
  /** What its process held at most beyond what it held before, the rows. */
  readonly peakMb: number;
}

/** The Python libraries, in one process: one table and one model at a time. */
export interface Peers {
  /** Their versions, for notes. */
  readonly versions: string;
  open(folder: string, rows: Rows): Promise<void>;
  fit(peer: PeerName, threads: number, options: JsonObject, seed: number): Promise<PeerFitted>;
  loss(): Promise<number>;
  /** Milliseconds of processor, with one thread. */
  predict(): Promise<number>;
}

/** Of those that tests/reference/requirements.txt pins, what the peers need. */
const PACKAGES = ['numpy', 'scipy', 'pandas', 'scikit-learn', 'lightgbm', 'xgboost'];
const requirements = path('../../../reference/requirements.txt');
const folder = path('../../../../.cache/trees-peers');
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Starts them while the work lasts; hands null to it where there is no Python, or they can't be installed, after saying so. */
export async function withPeers<T>(work: (peers: Peers | null) => Promise<T>): Promise<T> {
  const missing = await install();
  if (missing !== null) {
    console.error(`trees: the peers are left out, for ${missing}`);
    return work(null);
  }
  const child = spawn(python, [path('../../../reference/trees-peers.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Threads that wait give their processor away: else two of them on a busy machine take ten times as long.
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE' },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async <Answer>(request: JsonObject): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = (await lines.next()) as IteratorResult<string, undefined>;
    if (line.done) throw new Error(`the peers stopped at ${JSON.stringify(request)}`);
    return JSON.parse(line.value) as Answer;
  };
  try {
    return await work({
      versions: versions(),
      open: async (at, rows) => void (await ask({ do: 'open', folder: at, rows: { ...rows } })),
      fit: (peer, threads, options, seed) => ask({ do: 'fit', peer, threads, options, seed }),
      loss: async () => (await ask<{ loss: number }>({ do: 'loss' })).loss,
      predict: async () => (await ask<{ ms: number }>({ do: 'predict' })).ms,
    });
  } finally {
    child.kill();
  }
}

/** What is missing; null: they are there. */
async function install(): Promise<string | null> {
  const wanted = pinned().join('\n');
  const mark = join(folder, 'installed.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return null;
  const found = findPython();
  if (found === null) return 'there is no Python 3 on the PATH (PERENNIAL_PYTHON names one)';
  console.error('trees: installing the peers into .cache/trees-peers');
  try {
    await run(found, ['-m', 'venv', '--clear', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', ...pinned()], { maxBuffer: 1e8 });
  } catch (error) {
    return `they could not be installed: ${String(error).trim().split('\n').at(-1)}`;
  }
  writeFileSync(mark, wanted);
  return null;
}

function findPython(): string | null {
  for (const name of [process.env['PERENNIAL_PYTHON'], 'python3', 'python']) {
    if (!name) continue;
    try {
      const version = execFileSync(name, ['--version'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      if (version.startsWith('Python 3.')) return name;
    } catch {
      continue;
    }
  }
  return null;
}

function pinned(): readonly string[] {
  const lines = readFileSync(requirements, 'utf8').split('\n');
  return lines.filter((line) => PACKAGES.includes(line.split('==')[0]!));
}

function versions(): string {
  return pinned()
    .filter((line) => /^(scikit-learn|lightgbm|xgboost)=/.test(line))
    .map((line) => line.replace('==', ' '))
    .join(', ');
}
