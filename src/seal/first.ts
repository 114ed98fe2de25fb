import { openSealChannel, type SealNews } from './channel.ts';
import { holdNavigation, holdRegistration, takeAway } from './disable.ts';
import type { Realm } from './ledger.ts';
import { blockedEntry, watchViolations } from './violations.ts';

// Imported for what it does, by the page and by each worker before anything else: takes away what would send, and tells
// the ledger what the browser blocks from here on.
const isPage = typeof document !== 'undefined';
/** By the names that workers are given; the workspace worker bears the name of its database. */
const NAMED: Readonly<Record<string, Realm>> = { compute: 'compute worker', play: 'play worker' };
const realm: Realm = isPage ? 'page' : (NAMED[self.name] ?? 'workspace worker');

takeAway();
if (isPage) {
  holdNavigation();
  holdRegistration();
}

const channel = openSealChannel();
watchViolations((violation) => {
  const news: SealNews = { id: crypto.randomUUID(), entry: blockedEntry(violation, realm, Date.now()) };
  channel.postMessage(news);
});
