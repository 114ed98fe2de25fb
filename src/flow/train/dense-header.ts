import {
  array,
  custom,
  finite,
  gtValue,
  length,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  safeInteger,
  safeParse,
  strictObject,
  string,
} from 'valibot';
import type { JsonObject } from '../../core/json.ts';
import { refuseSnapshot } from './dense-tensors.ts';

/** Cells of the replay memory: 1 GB, more than any page gets through with. */
const MOST_MEMORY_CELLS = 2 ** 28;

const json = custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const word = pipe(number(), safeInteger(), minValue(0), maxValue(0xffffffff));
const count = pipe(number(), safeInteger(), minValue(0));

const header = strictObject({
  problem: strictObject({
    task: picklist(['binary', 'multiclass', 'regression']),
    features: array(string()),
    classes: array(string()),
  }),
  // The numbers among them are checked one by one, with a sentence for the person who chose them.
  options: object({ hidden: optional(array(number())) }),
  fitted: nullable(
    strictObject({
      step: count,
      scale: nullable(
        strictObject({ mean: pipe(number(), finite()), deviation: pipe(number(), finite(), gtValue(0)) }),
      ),
      random: pipe(array(word), length(4)),
      memoryKind: string(),
      memory: json,
    }),
  ),
});

/** Throws `snapshot-format` where a header, which may come from a stranger, is not of the shape of a dense learner's. */
export function checkDenseHeader(found: JsonObject): void {
  const { success, output, issues } = safeParse(header, found, { abortEarly: true });
  if (!success)
    return refuseSnapshot('model', `its header does not say what was learnt (${issues[0].message})`);
  const { features } = output.problem;
  const { memoryRows } = output.options as { memoryRows?: unknown };
  if (Number(memoryRows) * features.length > MOST_MEMORY_CELLS)
    refuseSnapshot(
      'model',
      `it asks for a memory of ${String(memoryRows)} rows of ${features.length} features`,
    );
}
