import type { JsonObject } from '../../../core/json.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import { areAll, checkProblemShape, isCount, isText, need, object } from '../header-shape.ts';

/** Cells of the replay memory: 1 GB, more than any page gets through with. */
const MOST_MEMORY_CELLS = 2 ** 28;

/** Throws `snapshot-format` where a header, which may come from a stranger, is not of the shape of a tree learner's. */
export function checkTreeHeader(header: JsonObject): void {
  const { problem, options, fitted } = object(header, 'the whole');
  const { features } = checkProblemShape(problem);
  const { monotone, interactions, memoryRows } = object(options, 'options');
  for (const direction of Object.values(object(monotone ?? {}, 'options.monotone')))
    need(typeof direction === 'number', 'options.monotone');
  need(
    areAll(interactions ?? [], (group) => areAll(group, isText)),
    'options.interactions',
  );
  if (Number(memoryRows) * features.length > MOST_MEMORY_CELLS)
    refuseSnapshot(
      'model',
      `it asks for a memory of ${String(memoryRows)} rows of ${features.length} features`,
    );
  if (fitted === null) return;
  const { base, deviation, random, memoryKind, memory } = object(fitted, 'fitted');
  need(areAll(base, Number.isFinite), 'fitted.base');
  need(Number.isFinite(deviation) && (deviation as number) > 0, 'fitted.deviation');
  need(
    areAll(random, (word) => isCount(word) && word <= 0xffffffff, 4),
    'fitted.random',
  );
  need(isText(memoryKind), 'fitted.memoryKind');
  object(memory, 'fitted.memory');
}
