import type { TabNews } from '../../workers/workspace/contract.ts';

/** Where the tabs of one origin tell each other what they have done; the workers speak, the pages listen. */
const CHANNEL = 'perennial-tabs';

export interface News {
  /** Tells every other tab, and the page of this one. */
  tell(news: TabNews): void;
  close(): void;
}

/** Listens to the other tabs, and to the worker of this one, until it is closed. */
export function openNews(hear: (news: TabNews) => void): News {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<TabNews>) => hear(data);
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
}
