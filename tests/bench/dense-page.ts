import type { InlineConfig } from 'vite';

/** The page on which dense networks run side by side. */
export const densePage: InlineConfig = {
  configFile: new URL('./dense/vite.config.ts', import.meta.url).pathname,
};
