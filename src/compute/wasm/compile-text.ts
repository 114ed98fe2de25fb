/**
 * Compiles wasm that came as text.
 *
 * @throws where wasm, what it uses, or compiling it is refused.
 * @example
 * const nothing = await compileText('AGFzbQEAAAA=');
 * WebAssembly.Module.exports(nothing) // []
 */
export function compileText(base64: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}
