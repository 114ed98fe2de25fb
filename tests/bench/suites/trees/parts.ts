import type { Row } from '../../results.ts';
import type { Peers } from './peers.ts';
import type { TreesPage } from './trees-page.ts';

/** What a part of the suite measures with. */
export interface Bench {
  /** Where rows lie, and are served to pages from. */
  readonly folder: string;
  /** null where there is no Python. */
  readonly peers: Peers | null;
  readonly withTreesPage: <T>(work: (page: TreesPage) => Promise<T>) => Promise<T>;
}

export type Part = (bench: Bench) => Promise<readonly Row[]>;
