import { startTicker } from './ticker.ts';

const stop = startTicker();
addEventListener('message', () => postMessage(stop()));
postMessage(0);
