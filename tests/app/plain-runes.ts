/**
 * Lets a controller (`*.svelte.ts`) run where nothing is drawn: what a rune declares is a plain value. To be imported before
 * the controller; `$derived` is left out, since it would not follow.
 */
const state = Object.assign(<T>(value?: T) => value, { raw: <T>(value?: T) => value });
Object.assign(globalThis, { $state: state });
