import { boolean, custom, exactOptional, strictObject } from 'valibot';
import type { Json } from '../../../core/json.ts';
import type { Recipe } from '../../../core/recipe.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../../core/snapshot.ts';
import { inPart } from './failures.ts';
import { checkRecord, json, list, schemaOf, text } from './records/plain.ts';
import { field } from './records/tables.ts';
import { parseJson, refuseOdd } from './safe-json.ts';

const recipe = schemaOf<Recipe>()(
  strictObject({
    inputs: list(field),
    steps: list(
      strictObject({
        kind: text,
        columns: list(text),
        options: json,
        state: custom<Json>((value) => value !== undefined),
      }),
    ),
    features: list(text),
    keepsMissing: exactOptional(boolean()),
  }),
);

/** A recipe as it rests in a file; whether its steps can be taken is another question. */
export function decodeRecipe(bytes: Uint8Array<ArrayBuffer>, path: string): Recipe {
  const found = parseJson(bytes, `the part "${path}"`);
  return inPart(path, () => checkRecord(recipe, found));
}

/**
 * A snapshot as it rests in a file: nothing in it but its tensors, all of whose numbers are finite. Whether a learner can be
 * made of it is another question.
 */
export function decodeFiniteSnapshot(bytes: Uint8Array<ArrayBuffer>, path: string): Snapshot {
  return inPart(path, () => {
    const snapshot = decodeSnapshot(bytes);
    refuseOdd(snapshot.header, 'its header');
    for (const [name, { data }] of Object.entries(snapshot.tensors)) {
      const at = data.findIndex((value) => !Number.isFinite(value));
      if (at >= 0)
        throw new Error(`tensor "${name}" holds ${data[at]} at place ${at}, where a number belongs`);
    }
    // Gaps, overlaps and second meanings of the same bytes do not survive being written again.
    if (!isSame(encodeSnapshot(snapshot), bytes))
      throw new Error('its tensors do not lie as they are written');
    return snapshot;
  });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
