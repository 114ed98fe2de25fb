import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { renderers } from '../robust/renderer-memory.ts';

/** Between two looks, in milliseconds: memory of a fit is held far longer. */
const EVERY_MS = 10;

/**
 * MB that the page's process, its workers included, held at most while the work lasted, beyond what it held before; NaN where the system does not tell (Linux does).
 * Only memory that belongs to no file counts: the system takes parts of the browser's program away, and back, whenever it likes.
 */
export async function peakAnonymousMb(page: Page, work: () => Promise<unknown>): Promise<number> {
  const pids = await renderers(page);
  const before = pids.map(anonymousMb);
  let peak = 0;
  const look = () => {
    for (const [i, pid] of pids.entries()) {
      const more = anonymousMb(pid) - before[i]!;
      if (more > peak) peak = more;
    }
  };
  const timer = setInterval(look, EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Number.isNaN(before[0]!) ? NaN : peak;
}

function anonymousMb(pid: number): number {
  try {
    return (
      (Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6
    );
  } catch {
    return NaN;
  }
}
