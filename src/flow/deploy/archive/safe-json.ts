import type { Json } from '../../../core/json.ts';
import { archiveDamaged, archiveHostile } from './failures.ts';

/** Deeper than anything that is written here: a recipe's states have six levels. */
const MOST_LEVELS = 40;

/**
 * The one name by which a careless copy would change what every object inherits. Columns may be called "constructor", and
 * states are kept by columns' names; where names are fixed, the schemas refuse every other.
 */
const FORBIDDEN = '__proto__';

/**
 * JSON that a stranger may have written: UTF-8, not deep, and with no key that reaches into prototypes.
 *
 * @param what is named in the sentence: 'the part "manifest.json"'
 */
export function parseJson(bytes: Uint8Array, what: string): Json {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw archiveDamaged(`${what} is not UTF-8`, cause);
  }
  return parseText(text, what);
}

export function parseText(text: string, what: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    throw archiveDamaged(`${what} is not JSON`, cause);
  }
  refuseOdd(value, what);
  return value;
}

/** Throws where the value has a key that must not be, or is nested too deep. */
export function refuseOdd(value: Json, what: string, level = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (level > MOST_LEVELS) throw archiveHostile(`${what} is nested deeper than ${MOST_LEVELS} levels`);
  if (Array.isArray(value)) for (const part of value as readonly Json[]) refuseOdd(part, what, level + 1);
  else
    for (const [key, part] of Object.entries(value)) {
      if (key === FORBIDDEN) throw archiveHostile(`${what} has the key "${key}"`);
      refuseOdd(part, what, level + 1);
    }
}
