/** The kernels as the build compiles them (vite-plugin.ts): wasm, in base64. */
declare module 'virtual:kernels/*' {
  export const base64: string;
}
