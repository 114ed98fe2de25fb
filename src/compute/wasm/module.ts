/** What the kernels export (kernels/network.ts); addresses are bytes in their memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  begin(inputs: number, activation: number, loss: number): void;
  addLayer(fanIn: number, fanOut: number): void;
  place(rows: number, isWeighted: boolean): void;
  xAt(): number;
  yAt(): number;
  weightsAt(): number;
  flatAt(): number;
  reserve(rows: number, length: number): number;
  takeFlat(kind: number): void;
  giveFlat(kind: number): void;
  train(
    length: number,
    batchSize: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    power1: number,
    power2: number,
  ): number;
  gradientOf(start: number, rows: number): number;
}

export type KernelBuild = 'plain' | 'relaxed';

/** (v128, v128, v128) -> v128 by f32x4.relaxed_madd: valid only where relaxed SIMD is. */
const relaxedProbe = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
  ...[1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b], // one type
  ...[3, 2, 1, 0], // one function of it
  ...[0x0a, 0x0d, 1, 0x0b, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b], // its code
);

/** The fastest build that runs here. */
export function kernelBuild(): KernelBuild {
  return WebAssembly.validate(relaxedProbe) ? 'relaxed' : 'plain';
}

/** @throws where wasm, its SIMD, or compiling it is refused. */
export async function compileKernels(build: KernelBuild): Promise<WebAssembly.Module> {
  const { base64 } = await (build === 'relaxed'
    ? import('virtual:kernels/relaxed')
    : import('virtual:kernels/plain'));
  return WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}

/** An instance of its own, with a memory of its own. */
export async function startKernels(module: WebAssembly.Module): Promise<Kernels> {
  const abort = (): never => {
    throw new WebAssembly.RuntimeError('the kernels were aborted');
  };
  const { exports } = await WebAssembly.instantiate(module, { env: { abort } });
  return exports as unknown as Kernels;
}
