import type { DenseShape } from '../../../core/dense.ts';
import { pause } from '../../../core/clock.ts';
import { throwIfCancelled } from '../../../core/errors.ts';
import type { Random } from '../../../core/random.ts';
import type { Learnt } from '../../../core/strategy.ts';
import { takeBatchRows } from '../../../core/matrix.ts';
import { link } from '../../../math/dense.ts';

/** Of more rows, so many are drawn: the mean of squares settles soon. */
const MOST_ROWS = 500;
/** Between two looks at the signal: some ten milliseconds of plain code. */
const ROWS_A_SLICE = 16;

/**
 * The diagonal of the Fisher information at the weights that were learnt: of each number, the mean square of the slope of a row's loss, where labels
 * are drawn from what the network itself says of the row (Martens, "New insights and perspectives on the natural gradient
 * method", 2020, section 5, on why not the true labels). Of a value the network says that it is its output, give or take
 * one deviation.
 */
export async function fisherOf({
  shape,
  state,
  forward,
  fresh,
  random,
  context,
  open,
}: Learnt): Promise<Float32Array<ArrayBuffer>> {
  const drawn = random.shuffle(Uint32Array.from(fresh.y.keys())).slice(0, MOST_ROWS);
  const { x } = takeBatchRows(fresh, drawn);
  const raw = forward(shape, state.parameters, x.data, x.rows);
  const y = drawLabels(shape, raw, random);
  const session = await open({ x: x.data, y, weights: null });
  const sums = new Float64Array(state.parameters.length);
  try {
    for (let row = 0; row < x.rows; row++) {
      if (row % ROWS_A_SLICE === 0) await pause();
      throwIfCancelled(context.signal);
      const { gradient } = await session.gradient(Uint32Array.of(row));
      for (let i = 0; i < sums.length; i++) sums[i]! += gradient[i]! ** 2;
    }
  } finally {
    session.close();
  }
  return Float32Array.from(sums, (sum) => sum / x.rows);
}

function drawLabels(
  shape: DenseShape,
  raw: Float32Array<ArrayBuffer>,
  random: Random,
): Float32Array<ArrayBuffer> {
  const { loss, outputs } = shape;
  const told = link(shape, raw);
  return Float32Array.from({ length: told.length / outputs }, (_, row) => {
    if (loss === 'squared' || loss === 'huber') return told[row]! + random.normal();
    const drawn = random.uniform();
    if (loss === 'sigmoid') return drawn < told[row]! ? 1 : 0;
    let label = 0;
    for (let sum = told[row * outputs]!; sum <= drawn && label < outputs - 1;)
      sum += told[row * outputs + ++label]!;
    return label;
  });
}
