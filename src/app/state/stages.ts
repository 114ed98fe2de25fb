import type { Component } from 'svelte';
import type { PageName, StageName } from './route.ts';

/** A page of a project: its plain word, the field's term beside it, its key after `g`, and how to load it. */
interface Page<Name extends PageName> {
  readonly name: Name;
  readonly title: string;
  readonly term: string;
  readonly key: string;
  readonly load: () => Promise<{ readonly default: Component }>;
}

/** In the order in which data flows. */
export const STAGE_PAGES: readonly Page<StageName>[] = [
  {
    name: 'data',
    title: 'Data',
    term: 'Collect and prepare',
    key: 'd',
    load: () => import('../stages/data/Data.svelte'),
  },
  {
    name: 'train',
    title: 'Train',
    term: 'Select and fit',
    key: 't',
    load: () => import('../stages/train/Train.svelte'),
  },
  {
    name: 'evaluate',
    title: 'Evaluate',
    term: 'Held-out scores',
    key: 'e',
    load: () => import('../stages/evaluate/Evaluate.svelte'),
  },
  {
    name: 'predict',
    title: 'Predict',
    term: 'Inference',
    key: 'p',
    load: () => import('../stages/predict/Predict.svelte'),
  },
  {
    name: 'deploy',
    title: 'Deploy',
    term: 'Widget and files',
    key: 'o',
    load: () => import('../stages/deploy/Deploy.svelte'),
  },
  {
    name: 'learn',
    title: 'Learn',
    term: 'Fine-tune and judge',
    key: 'l',
    load: () => import('../stages/learn/Learn.svelte'),
  },
  {
    name: 'models',
    title: 'Models',
    term: 'Versions and lineage',
    key: 'm',
    load: () => import('../stages/models/Models.svelte'),
  },
];

const SETTINGS_PAGE: Page<'settings'> = {
  name: 'settings',
  title: 'Settings',
  term: 'Storage and what is kept',
  key: 's',
  load: () => import('../stages/settings/Settings.svelte'),
};

const WATCH_PAGE: Page<'watch'> = {
  name: 'watch',
  title: 'Watch it learn',
  term: 'A stream, played',
  key: 'w',
  load: () => import('../stages/watch/Watch.svelte'),
};

/** Everything that an address can lead to inside the house. */
export const PAGES: readonly Page<PageName>[] = [...STAGE_PAGES, SETTINGS_PAGE, WATCH_PAGE];
