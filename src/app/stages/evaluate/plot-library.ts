import type * as Plot from '@observablehq/plot';

/** Observable Plot, as it is handed to whoever draws once it has been loaded. */
export type PlotLibrary = typeof Plot;
