import { openSealChannel, type SealNews } from './channel.ts';
import { holdNavigation, holdRegistration, takeAway } from './disable.ts';
import type { Realm } from './ledger.ts';
import { blockedEntry, watchViolations } from './violations.ts';

// Imported for what it does, by the page and by each worker before anything else: takes away what would send, and tells
// the ledger what the browser blocks from here on.
const isPage = typeof document !== 'undefined';
const realm: Realm = isPage ? 'page' : self.name === 'compute' ? 'compute worker' : 'workspace worker';

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
