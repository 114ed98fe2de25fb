/** Something whose speed is measured, ready to go. */
export interface Subject {
  /** What one pass gets done: optimizer steps, or floating-point operations of the peak. */
  readonly work: number;
  /** @returns the mean loss a row over the pass, each measured before its step; null where it has none to compare. */
  pass(): Promise<number | null>;
}

/** Those that run on WebGPU. */
export const gpuSubjectNames = [
  'webgpu',
  'tfjs-ours-webgpu',
  'tfjs-loop-webgpu',
  'tfjs-fit-webgpu',
  'jax-webgpu',
] as const;
export type GpuSubjectName = (typeof gpuSubjectNames)[number];

export type SubjectName =
  | 'peak'
  | 'wasm-relaxed'
  | 'wasm-plain'
  | 'wasm-two-threads'
  | 'reference'
  | 'tfjs-ours-wasm'
  | 'tfjs-ours-cpu'
  | 'tfjs-loop-wasm'
  | 'tfjs-loop-cpu'
  | 'tfjs-fit-wasm'
  | 'tfjs-fit-cpu'
  | 'jax'
  | 'jax-threads'
  | 'brain'
  | GpuSubjectName;
