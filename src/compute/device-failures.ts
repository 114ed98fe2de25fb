const errorScopes = ['internal', 'validation', 'out-of-memory'] as const;

/** From here on, what fails on the device is kept for `deviceFailure`; WebGPU tells it in no other way, and computes on. */
export function watchDevice(device: GPUDevice): void {
  for (const scope of errorScopes) device.pushErrorScope(scope);
}

/**
 * What failed since `watchDevice`, to be called before anything else may watch the same device: scopes are a stack.
 * A device that is lost closes no scope; that it is lost is told elsewhere.
 */
export async function deviceFailure(device: GPUDevice): Promise<GPUError | null> {
  const failures = await Promise.all(errorScopes.map(() => device.popErrorScope().catch(() => null)));
  return failures.find((failure) => failure !== null) ?? null;
}
