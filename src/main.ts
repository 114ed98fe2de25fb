import './seal/first.ts';
import { mount, unmount } from 'svelte';
import workspaceWorker from '../workers/workspace/worker.ts?worker&url';
import App from './app/App.svelte';
import { OfflineState } from './app/state/offline.svelte.ts';
import './app/theme.css';
import { openClient } from './bridge/client.ts';
import { type GatePlace, hostSeals, passGate, tabMark } from './bridge/gate.ts';
import { openOffline, releaseOf } from './bridge/offline.ts';
import { openPlayClient } from './bridge/play-client.ts';
import type { PerennialError } from './core/errors.ts';

const target = document.body;
const page = location.origin + location.pathname;
const isIndex = page.endsWith('/index.html');
/** By it the page is visited, not reloaded: hard reloads pass the service worker by, and no query comes along. */
const otherName = new URL(isIndex ? './' : 'index.html', page);
const offline = new OfflineState((onWaiting) =>
  openOffline({ scriptUrl: new URL('offline.js', page), onWaiting }),
);
let unsealed: Record<string, never> | undefined;

/** Said instead of the app: that it is being stored, or why it opens no data here. */
async function say(problem: PerennialError | null): Promise<void> {
  const { default: Unsealed } = await import('./app/Unsealed.svelte');
  if (unsealed) await unmount(unsealed);
  unsealed = mount(Unsealed, { target, props: { problem } }) as Record<string, never>;
}

const place: GatePlace = {
  isStored: releaseOf(document) !== null,
  hostSeals: () => hostSeals([page, new URL(workspaceWorker, page).href]),
  async store() {
    await say(null);
    await offline.open();
  },
  mark: tabMark('perennial.sealing', otherName.pathname),
  reload: () => location.replace(otherName.href + location.hash),
};

/** While the app is developed, Vite's server answers, and nothing is sealed or stored. */
const gate = import.meta.env.DEV ? ({ kind: 'open' } as const) : await passGate(place);

if (gate.kind === 'closed') await say(gate.problem);
if (gate.kind === 'open') {
  if (isIndex) history.replaceState(null, '', `./${location.hash}`);
  const client = openClient(() => new Worker(workspaceWorker, { type: 'module', name: 'perennial' }));
  const player = openPlayClient(
    () => new Worker(new URL('../workers/play/worker.ts', import.meta.url), { type: 'module', name: 'play' }),
  );
  mount(App, { target, props: { client, player, offline: import.meta.env.DEV ? null : offline } });
  // The page comes first; where there is no service worker, Settings say why.
  if (!import.meta.env.DEV) offline.open().catch(() => undefined);
}
