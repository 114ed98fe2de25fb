import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

/** MB that the page's process, its workers included, held at most while the work lasted, beyond what it held before. Linux. */
export async function peakOf<T>(page: Page, work: () => Promise<T>): Promise<{ result: T; mb: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  const before = new Map<number, number>();
  for (const pid of await renderers(page)) {
    writeFileSync(`/proc/${pid}/clear_refs`, '5'); // The peak begins anew.
    before.set(pid, statusMb(pid, 'VmRSS'));
  }
  const result = await work();
  // The browser keeps idle renderers beside the page's own.
  const growths = [...before].map(([pid, start]) => statusMb(pid, 'VmHWM') - start);
  const mb = Math.max(...growths.filter((growth) => !Number.isNaN(growth)));
  return { result, mb };
}

/** The processes of the browser's pages, their workers included. */
export async function renderers(page: Page): Promise<number[]> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** NaN once the process is gone. */
function statusMb(pid: number, field: string): number {
  const status = existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  return (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
}
