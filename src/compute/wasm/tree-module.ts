import { compileText } from './compile-text.ts';

/** What the tree kernels export (tree-kernels/exports.ts); addresses are bytes in their memory. */
export interface TreeExports {
  readonly memory: WebAssembly.Memory;
  encode(x: number, rows: number, width: number, bounds: number, missing: number, out: number): void;
  takeAll(order: number, count: number): void;
  largest(pairs: number, order: number, count: number, out: number): void;
  quantise(pairs: number, order: number, count: number, perGradient: number, perHessian: number): void;
  clear(cells: number, bytes: number): void;
  build(
    bins: number,
    width: number,
    pairs: number,
    order: number,
    from: number,
    to: number,
    cells: number,
    stride: number,
    shift: number,
  ): void;
  shareFrom(cells: number, helper: number): number;
  clearOf(cells: number, stride: number, features: number, count: number): void;
  addRowsOf(
    bins: number,
    width: number,
    pairs: number,
    order: number,
    from: number,
    to: number,
    cells: number,
    stride: number,
    shift: number,
    features: number,
    count: number,
  ): void;
  areAlike(
    pairs: number,
    order: number,
    from: number,
    to: number,
    gradient: number,
    hessian: number,
    gradientUnit: number,
    hessianUnit: number,
  ): number;
  subtract(parent: number, child: number, bytes: number): void;
  sumsOf(cells: number, bytes: number, out: number): void;
  partition(
    bins: number,
    width: number,
    order: number,
    scratch: number,
    from: number,
    to: number,
    goesLeft: number,
  ): number;
  route(
    rows: number,
    count: number,
    bins: number,
    width: number,
    features: number,
    goesLeft: number,
    left: number,
    right: number,
    out: number,
  ): void;
  setGrowth(
    l1: number,
    l2: number,
    leafRows: number,
    leafHessian: number,
    minimumGain: number,
    categorySmoothing: number,
    categoryL2: number,
    categoryLimit: number,
    isMonotone: boolean,
  ): void;
  scan(
    histogram: number,
    stride: number,
    width: number,
    bins: number,
    directions: number,
    allowed: number,
    random: number,
    count: number,
    gradient: number,
    hessian: number,
    lower: number,
    upper: number,
    shift: number,
    gradientUnit: number,
    hessianUnit: number,
    out: number,
    goesLeft: number,
  ): number;
}

let compiled: Promise<WebAssembly.Module> | null = null;

/**
 * Compiled once a thread.
 *
 * @throws where wasm, its SIMD, or compiling it is refused.
 */
export function compileTreeKernels(): Promise<WebAssembly.Module> {
  compiled ??= import('virtual:kernels/trees').then(({ base64 }) => compileText(base64));
  compiled.catch(() => (compiled = null));
  return compiled;
}

/** An instance of its own, with a memory of its own, or with one that another thread shares. */
export function startTreeKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory | null = null,
): TreeExports {
  const abort = (): never => {
    throw new WebAssembly.RuntimeError('the tree kernels were aborted');
  };
  const env = memory ? { abort, memory } : { abort };
  const exports = new WebAssembly.Instance(module, { env }).exports as unknown as TreeExports;
  return memory ? { ...exports, memory } : exports;
}
