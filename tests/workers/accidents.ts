/** The channel on which a compute job asks what is to happen to it, by its kind, and is told. */
export const ACCIDENTS = 'accidents';

/** What happens to a job, just before it keeps the checkpoint that it offers at this place, counted from where it began. */
export interface Accident {
  readonly what: 'the worker dies' | 'the memory is full' | 'the device is lost';
  readonly atOffer: number;
}

/** Tells each job of a kind, in turn, what is to happen to it; to those after them nothing happens. */
export function planAccidents(plan: Readonly<Record<string, readonly Accident[]>>): {
  /** Those that have not happened yet. */
  left(): number;
  close(): void;
} {
  const waiting = new Map(Object.entries(plan).map(([job, accidents]) => [job, [...accidents]]));
  const channel = new BroadcastChannel(ACCIDENTS);
  channel.onmessage = ({ data }) => channel.postMessage(waiting.get(data as string)?.shift() ?? null);
  return {
    left: () => [...waiting.values()].flat().length,
    close: () => channel.close(),
  };
}
