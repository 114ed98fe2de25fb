import { cpus, loadavg } from 'node:os';

/** How busy the machine was in the last minute: times on a busy machine are not those of an idle one. */
export function loadText(): string {
  return `load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`;
}
