/**
 * Whether other sites may share the origin of this address, and with it all storage: the app does not stand at its root.
 *
 * @example
 * sharesOrigin('https://models.example/#/settings') // false
 * sharesOrigin('https://example.github.io/perennial/index.html') // true
 */
export function sharesOrigin(address: string): boolean {
  return new URL('./', address).pathname !== '/';
}
