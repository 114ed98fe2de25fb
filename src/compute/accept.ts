import type { DenseData, DenseShape, DenseState, DenseTraining } from '../core/dense.ts';
import { PerennialError } from '../core/errors.ts';
import { parameterCount } from '../math/dense.ts';

/**
 * Refuses what does not fit together before an engine opens a session: engines count on it and check nothing else,
 * for a wrong length or class reads beyond a buffer on some of them without a sound.
 *
 * @returns the number of rows.
 * @throws PerennialError `engine-input`
 */
export function acceptDense(
  shape: DenseShape,
  training: DenseTraining,
  data: DenseData,
  state: DenseState,
): number {
  for (const size of [shape.inputs, ...shape.hidden, shape.outputs])
    if (!Number.isInteger(size) || size < 1)
      throw refusal(`a layer of size ${size} cannot be built; sizes are whole numbers from 1 on`);
  if (shape.loss === 'softmax' ? shape.outputs < 2 : shape.outputs !== 1)
    throw refusal(
      `the loss "${shape.loss}" does not go with ${shape.outputs} outputs; softmax takes two or more, the others one`,
    );
  acceptEmbeddings(shape);
  const count = parameterCount(shape);
  for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const)
    if (state[name].length !== count)
      throw refusal(`${name} has ${state[name].length} numbers where the network has ${count}`);
  acceptMeans(training, count);
  const rows = data.y.length;
  if (data.x.length !== rows * shape.inputs)
    throw refusal(`x has ${data.x.length} numbers where ${rows} rows of ${shape.inputs} inputs are expected`);
  if (data.weights && data.weights.length !== rows)
    throw refusal(`${data.weights.length} weights came for ${rows} rows; give each row one, or none at all`);
  if (shape.loss === 'softmax') acceptClasses(data.y, shape.outputs);
  acceptKept(shape, training, data);
  acceptLimits(shape, training, data);
  acceptCategories(shape, data.x);
  return rows;
}

function acceptEmbeddings({ inputs, embeddings = [] }: DenseShape): void {
  let before = -1;
  for (const { input, categories, width } of embeddings) {
    if (!Number.isInteger(input) || input <= before || input >= inputs)
      throw refusal(`input ${input} cannot be embedded; name inputs from 0 to ${inputs - 1}, in their order`);
    if (!(Number.isInteger(categories) && categories > 0 && Number.isInteger(width) && width > 0))
      throw refusal(
        `${categories} categories in ${width} numbers each cannot be embedded; give whole numbers`,
      );
    before = input;
  }
}

function acceptCategories({ inputs, embeddings = [] }: DenseShape, x: Float32Array): void {
  for (const { input, categories } of embeddings)
    for (let at = input; at < x.length; at += inputs)
      if (!Number.isInteger(x[at]!) || x[at]! < 0 || x[at]! >= categories)
        throw refusal(
          `row ${(at - input) / inputs} has the category ${x[at]} in input ${input}; they go from 0 to ${categories - 1}`,
        );
}

function acceptMeans({ anchor, clip, dropout }: DenseTraining, count: number): void {
  if (anchor && anchor.parameters.length !== count)
    throw refusal(`the anchor has ${anchor.parameters.length} numbers where the network has ${count}`);
  if (anchor && typeof anchor.strength !== 'number' && anchor.strength.length !== count)
    throw refusal(
      `the anchor has ${anchor.strength.length} strengths where the network has ${count} numbers`,
    );
  if (clip !== null && !(clip > 0))
    throw refusal(`gradients cannot be clipped to a length of ${clip}; give one above 0, or none`);
  if (dropout && !(dropout.share >= 0 && dropout.share < 1))
    throw refusal(`a share of ${dropout.share} cannot be dropped; give 0 or more, but less than 1`);
}

function acceptKept({ loss, outputs }: DenseShape, { keeping }: DenseTraining, { y, kept }: DenseData): void {
  if (!keeping !== !kept)
    throw refusal('outputs are kept where training and data both say so; one of them does not');
  if (!keeping || !kept) return;
  if (kept.outputs.length !== y.length * outputs || kept.weights.length !== y.length)
    throw refusal(
      `${kept.outputs.length} outputs and ${kept.weights.length} weights came to be kept where ${y.length} rows of ${outputs} outputs are expected`,
    );
  if (keeping.kind === 'squared') return;
  if (loss !== 'softmax' && loss !== 'sigmoid')
    throw refusal(
      `outputs of the loss "${loss}" are no classes that could be softened; keep them by "squared"`,
    );
  if (!(keeping.temperature > 0))
    throw refusal(`a temperature of ${keeping.temperature} cannot soften anything; give one above 0`);
}

function acceptLimits(
  { loss, outputs }: DenseShape,
  { limitsClasses }: DenseTraining,
  data: DenseData,
): void {
  const { y, classes } = data;
  if (!limitsClasses !== !classes)
    throw refusal('classes are limited where training and data both say so; one of them does not');
  if (!classes) return;
  if (loss !== 'softmax') throw refusal(`the loss "${loss}" has no classes that rows could see or not see`);
  if (classes.length !== y.length * outputs)
    throw refusal(`${classes.length} limits came where ${y.length} rows of ${outputs} classes are expected`);
  for (let row = 0; row < y.length; row++)
    if (!classes[row * outputs + y[row]!]) throw refusal(`row ${row} does not see its own class ${y[row]}`);
}

function acceptClasses(y: Float32Array, classes: number): void {
  for (let row = 0; row < y.length; row++)
    if (!Number.isInteger(y[row]!) || y[row]! < 0 || y[row]! >= classes)
      throw refusal(`row ${row} is of class ${y[row]}; classes go from 0 to ${classes - 1}`);
}

/** @throws PerennialError `engine-input` */
export function acceptTraining(rows: Uint32Array, available: number, batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw refusal(`a batch of ${batchSize} rows cannot be made; give a whole number from 1 on`);
  acceptRows(rows, available);
}

/** @throws PerennialError `engine-input` */
export function acceptGradient(rows: Uint32Array, available: number): void {
  if (rows.length === 0) throw refusal('no rows have no gradient; name at least one');
  acceptRows(rows, available);
}

function acceptRows(rows: Uint32Array, available: number): void {
  for (const row of rows)
    if (row >= available) throw refusal(`row ${row} was asked for, but there are only ${available} rows`);
}

/** What a closed session answers. */
export function closedError(): PerennialError {
  return new PerennialError('engine-closed', 'this training session was closed; open another one to go on', {
    stage: 'compute',
  });
}

function refusal(message: string): PerennialError {
  return new PerennialError('engine-input', message, { stage: 'compute' });
}
