import type { Json } from '../../../core/json.ts';
import { noTreeFile, treesDamaged } from './failures.ts';
import type { ForeignTrees } from './foreign-trees.ts';
import { readLightgbm } from './lightgbm-read.ts';
import { readXgboost } from './xgboost-read.ts';

/** In MiB. A text as long as a page can take: thousands of trees of hundreds of leaves have a tenth of it. */
const MOST_MEBIBYTES = 256;

/**
 * The trees of a file that XGBoost (JSON) or LightGBM (text) has saved, whichever it is. Nothing in it is trusted.
 *
 * @throws PerennialError `exchange-unknown` where it is neither; `exchange-damaged`; `exchange-unsupported`
 */
export function readTrees(bytes: Uint8Array): ForeignTrees {
  checkTreeFileSize(bytes.length);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw noTreeFile('the file is no text: XGBoost writes text where the name ends with ".json", not ".ubj"');
  }
  if (/^tree\r?\n/u.test(text)) return readLightgbm(text);
  if (!text.trimStart().startsWith('{'))
    throw noTreeFile('the file is neither a model of XGBoost in JSON nor one of LightGBM as text');
  return readXgboost(parsed(text));
}

/** Before it is read: a file that is no model may be larger than the memory. */
export function checkTreeFileSize(sizeBytes: number): void {
  const mebibytes = Math.ceil(sizeBytes / 2 ** 20);
  if (mebibytes > MOST_MEBIBYTES)
    throw noTreeFile(`the file has ${mebibytes} MiB; a model of trees may have ${MOST_MEBIBYTES}`);
}

/**
 * XGBoost writes a condition that every number is below as `Infinity`, and until version 3 one that is none, as splits of categories have, as `NaN`: neither
 * is JSON.
 */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    try {
      return JSON.parse(text.replace(NO_JSON, (found) => WORDS.get(found) ?? found)) as Json;
    } catch {
      throw treesDamaged('xgboost', 'it is not JSON, or is cut off', cause);
    }
  }
}

/** Texts as they are, and what stands between them. */
const NO_JSON = /"(?:[^"\\]|\\.)*"|Infinity|NaN/gu;
const WORDS: ReadonlyMap<string, string> = new Map([
  ['Infinity', '1e39'],
  ['NaN', 'null'],
]);
