import type { EnginePlace } from '../../core/engine-table.ts';

/** Of what is measured and how: a table of another version is measured anew. */
const VERSION = 3;

interface Brands {
  getHighEntropyValues?(hints: readonly string[]): Promise<{
    readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
  }>;
}

/** Browser, processor and graphics processor of this thread. */
export async function enginePlace(): Promise<EnginePlace> {
  const { userAgent, hardwareConcurrency, gpu, userAgentData } = globalThis.navigator as Navigator & {
    readonly userAgentData?: Brands;
  };
  // The user agent's text alone leaves out all but the first number of the version.
  const full = await userAgentData?.getHighEntropyValues?.(['fullVersionList']).catch(() => null);
  // One of the brands is made up, so that nobody relies on their order.
  const brands = full?.fullVersionList?.filter(({ brand }) => !/not.a.brand/i.test(brand)) ?? [];
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  const { vendor = '', architecture = '', device = '', description = '' } = adapter?.info ?? {};
  return {
    browser: [userAgent, ...brands.map(({ brand, version }) => `${brand} ${version}`)].join('\n'),
    cores: hardwareConcurrency,
    adapter: [vendor, architecture, device, description].filter(Boolean).join(' '),
    version: VERSION,
  };
}
