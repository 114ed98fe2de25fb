/** What stands behind WebGPU here: a graphics processor, a program that imitates one, or nothing. */
export type AdapterKind = 'hardware' | 'software' | 'none';

/**
 * Finds out what stands behind WebGPU on this thread. A software adapter (SwiftShader, llvmpipe, WARP) computes
 * right, but slower than wasm: about 2 ms a dispatch.
 */
export async function webgpuAdapter(): Promise<AdapterKind> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  return adapter ? adapterKind(adapter.info) : 'none';
}

/** Which kind an adapter is, by what it says of itself. */
export function adapterKind(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
    readonly isFallbackAdapter?: boolean;
  },
): 'hardware' | 'software' {
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  const isSoftware =
    info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|basic render/i.test(words);
  return isSoftware ? 'software' : 'hardware';
}
