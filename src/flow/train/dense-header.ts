import type { JsonObject } from '../../core/json.ts';
import { areAll, checkProblemShape, isCount, isText, need, object } from './header-shape.ts';
import { refuseSnapshot } from './dense-tensors.ts';

/** Cells of the replay memory: 1 GB, more than any page gets through with. */
const MOST_MEMORY_CELLS = 2 ** 28;

/** Throws `snapshot-format` where a header, which may come from a stranger, is not of the shape of a dense learner's. */
export function checkDenseHeader(header: JsonObject): void {
  const { problem, options } = object(header, 'the whole', ['problem', 'options', 'fitted']);
  const { features } = checkProblemShape(problem);
  // The numbers among them are checked one by one, with a sentence for the person who chose them.
  const { hidden, memoryRows } = object(options, 'options');
  need(hidden === undefined || areAll(hidden, (units) => typeof units === 'number'), 'options.hidden');
  checkFitted(header['fitted']);
  const width = features.length;
  if (Number(memoryRows) * width > MOST_MEMORY_CELLS)
    refuseSnapshot('model', `it asks for a memory of ${String(memoryRows)} rows of ${width} features`);
}

function checkFitted(value: unknown): void {
  if (value === null) return;
  const fitted = object(value, 'fitted', ['step', 'scale', 'random', 'memoryKind', 'memory']);
  const { step, scale, random, memoryKind, memory } = fitted;
  need(isCount(step), 'fitted.step');
  if (scale !== null) {
    const { mean, deviation } = object(scale, 'fitted.scale', ['mean', 'deviation']);
    need(Number.isFinite(mean), 'fitted.scale.mean');
    need(Number.isFinite(deviation) && (deviation as number) > 0, 'fitted.scale.deviation');
  }
  need(
    areAll(random, (word) => isCount(word) && word <= 0xffffffff, 4),
    'fitted.random',
  );
  need(isText(memoryKind), 'fitted.memoryKind');
  object(memory, 'fitted.memory');
}
