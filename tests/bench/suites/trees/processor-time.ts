import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that all threads of these processes have computed so far; null where the system does not tell (Linux does). */
export function processorMs(pids: readonly number[]): number | null {
  if (!existsSync('/proc/self/schedstat')) return null;
  let nanoseconds = 0;
  for (const pid of pids)
    for (const thread of readdirSync(`/proc/${pid}/task`)) nanoseconds += threadNs(pid, thread);
  return nanoseconds / 1e6;
}

function threadNs(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return 0; // It is gone meanwhile.
  }
}
