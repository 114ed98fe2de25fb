import { mount } from 'svelte';
import App from './app/App.svelte';
import './app/theme.css';
import { openClient } from './bridge/client.ts';

const client = openClient(
  () =>
    new Worker(new URL('../workers/workspace/worker.ts', import.meta.url), {
      type: 'module',
      name: 'workspace',
    }),
);

mount(App, { target: document.body, props: { client } });
