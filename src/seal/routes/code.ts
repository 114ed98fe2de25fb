import { Refused, type Route } from '../routes.ts';

/** Code from elsewhere, whose address could tell something, and which could send more. */
export const MODULES: readonly Route[] = [
  { name: 'Module', to: 'another origin', send: (address) => import(/* @vite-ignore */ `${address}m.js`) },
  { name: 'Module', to: 'own query', send: (address) => import(/* @vite-ignore */ address) },
];

/** Text that becomes code sends nothing by itself: it is how foreign code would get in. */
export const TEXT_AS_CODE: Route = {
  name: 'Text run as code (eval)',
  to: 'nowhere',
  send: () => {
    try {
      (0, eval)('1');
    } catch (error) {
      if (error instanceof EvalError) throw new Refused('refused', 'script-src: text does not become code');
      throw error;
    }
  },
};

function importScript(address: string): void {
  (globalThis as unknown as { importScripts: (address: string) => void }).importScripts(address);
}

const isThere = () => 'importScripts' in globalThis;

/** As classic workers import them. */
export const IMPORTED_SCRIPTS: readonly Route[] = [
  { name: 'Imported script', to: 'another origin', isThere, takes: 'importScripts', send: importScript },
  { name: 'Imported script', to: 'own query', isThere, takes: 'importScripts', send: importScript },
];
