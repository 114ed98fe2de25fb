import { createContext } from 'svelte';
import type { PlayClient } from '../../bridge/play-client.ts';

/** The worker in which a stream is played, for the page that plays it. */
export const [usePlayClient, providePlayClient] = createContext<PlayClient>();
