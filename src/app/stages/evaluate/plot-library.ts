import type * as Plot from '@observablehq/plot';
import { numberText } from '../../parts/format.ts';

/** Observable Plot, as it is handed to whoever draws once it has been loaded. */
export type PlotLibrary = typeof Plot;

/** Room for the words of both axes, and no ground of its own. */
export const FRAME = { marginTop: 28, marginBottom: 40, style: { background: 'none' } } as const;

/** A number at a tick of an axis. */
export const axisText = (value: number): string => numberText(value);
