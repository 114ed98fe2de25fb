import type { DenseData, DenseShape } from '../../core/dense.ts';
import { type Multiply, pack, packedLength } from '../../math/dense-multiply.ts';
import type { DropoutMask } from '../../math/dropout.ts';
import {
  activate,
  addBiases,
  denseLayers,
  derivativeOf,
  link,
  lossOf,
  type DenseLayer,
} from '../../math/dense.ts';
import { addEmbeddingGradient, embed, embeddedInputs, embeddingCount } from '../../math/embedding.ts';
import { backThroughNorm, normalise, type Normalised } from '../../math/layer-norm.ts';
import type { RowTerms } from './row-terms.ts';

/** A layer's own buffers, made once and written over at every step. */
interface LayerBuffers {
  readonly layer: DenseLayer;
  /** Weights in panels, for the way forward. */
  readonly packed: Float64Array<ArrayBuffer>; // (from, to)
  /** Transposed weights in panels, for the way back; empty in the first layer unless an input is embedded. */
  readonly packedBack: Float64Array<ArrayBuffer>; // (to, from)
  /** What the normalisation left; null without one. */
  readonly normalised: Normalised | null;
  /** What goes into the activation, where its derivative asks for it; else empty. */
  readonly before: Float64Array<ArrayBuffer>; // (rows, to)
  /** What goes out: after the activation, raw in the last layer. */
  readonly output: Float64Array<ArrayBuffer>; // (rows, to)
  /** The loss's gradient before the activation. */
  readonly delta: Float64Array<ArrayBuffer>; // (rows, to)
  /** The same in panels, for the weights' gradient. */
  readonly packedDelta: Float64Array<ArrayBuffer>; // (rows, to)
}

/**
 * Forward and backward through a dense network for batches of up to `capacity` rows, over buffers that are made
 * once. Sums run in double precision in a fixed order, so the same rows give the same bytes everywhere.
 */
export class DenseNetwork {
  readonly capacity: number;
  /** The gradient that `backward` left, in the flat layout of the parameters. */
  readonly gradient: Float64Array<ArrayBuffer>;
  /** What a step drops, a hidden layer each. */
  masks: readonly DropoutMask[] | null = null;
  /** What rows add to their loss; null: nothing. */
  readonly #terms: RowTerms | null;
  readonly #shape: DenseShape;
  readonly #multiply: Multiply;
  readonly #layers: readonly LayerBuffers[];
  /** The rows as the first layer sees them. */
  readonly #x: Float64Array<ArrayBuffer>; // (rows, from)
  /** The loss's gradient by them, where an input is embedded; else empty. */
  readonly #xDelta: Float64Array<ArrayBuffer>; // (rows, from)
  readonly #y: Float32Array<ArrayBuffer>; // (rows)
  readonly #weights: Float32Array<ArrayBuffer>; // (rows)

  constructor(shape: DenseShape, capacity: number, terms: RowTerms | null, multiply: Multiply) {
    this.capacity = capacity;
    this.#terms = terms;
    this.#shape = shape;
    this.#multiply = multiply;
    const layers = denseLayers(shape);
    const isEmbedding = embeddingCount(shape) > 0;
    this.gradient = new Float64Array(layers.at(-1)!.end);
    this.#layers = layers.map((layer, index) => ({
      layer,
      packed: new Float64Array(packedLength(layer.from, layer.to)),
      packedBack: new Float64Array(index > 0 || isEmbedding ? packedLength(layer.to, layer.from) : 0),
      normalised: layer.gains === null ? null : normalisedOf(capacity, layer.to),
      before: new Float64Array(shape.activation === 'gelu' && !layer.isOutput ? capacity * layer.to : 0),
      output: new Float64Array(capacity * layer.to),
      delta: new Float64Array(capacity * layer.to),
      packedDelta: new Float64Array(packedLength(capacity, layer.to)),
    }));
    this.#x = new Float64Array(capacity * embeddedInputs(shape));
    this.#xDelta = new Float64Array(isEmbedding ? this.#x.length : 0);
    this.#y = new Float32Array(capacity);
    this.#weights = new Float32Array(capacity);
  }

  /**
   * Takes `count` of the rows named, from `start` on, through the network and its gradient back.
   *
   * @returns the batch's mean loss a row; `gradient` then holds its gradient.
   */
  step(parameters: Float32Array, data: DenseData, rows: Uint32Array, start: number, count: number): number {
    this.#gather(parameters, data, rows, start, count);
    this.#forward(parameters, count);
    const { output, delta } = this.#layers.at(-1)!;
    const raw = output.subarray(0, count * this.#shape.outputs);
    const added = this.#terms ? this.#terms.begin(raw, rows, start, count) : 0;
    const loss = added + this.#lossGradient(raw, data.weights !== null, count);
    this.#terms?.end(delta);
    this.#backward(parameters, count);
    if (this.#xDelta.length) this.#embeddingGradient(data, rows, start, count);
    return loss;
  }

  #gather(parameters: Float32Array, data: DenseData, rows: Uint32Array, start: number, count: number): void {
    const { inputs } = this.#shape;
    const { from } = this.#layers[0]!.layer;
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!;
      embed(this.#shape, parameters, data.x, row * inputs, this.#x, i * from);
      this.#y[i] = data.y[row]!;
      this.#weights[i] = data.weights ? data.weights[row]! : 1;
    }
  }

  #forward(parameters: Float32Array, count: number): void {
    let input = this.#x;
    for (const [index, { layer, packed, normalised, before, output }] of this.#layers.entries()) {
      pack(parameters, layer.weights, layer.to, 1, layer.from, layer.to, packed);
      this.#multiply(input, 0, layer.from, 1, packed, count, layer.from, layer.to, output, 0);
      addBiases(output, count, layer, parameters);
      if (layer.gains !== null) normalise(output, count, layer.to, parameters, layer.gains, normalised);
      if (before.length) before.set(output.subarray(0, count * layer.to));
      activate(output, count, layer, this.#shape.activation);
      const mask = this.masks?.[index];
      if (mask) drop(output, count, layer.to, mask);
      input = output;
    }
  }

  /** Leaves the gradient by the raw outputs in the last layer's delta: probability (or value) less truth, weighted. */
  #lossGradient(raw: Float64Array, isWeighted: boolean, count: number): number {
    const { outputs, loss: kind } = this.#shape;
    const { delta } = this.#layers.at(-1)!;
    const y = this.#y.subarray(0, count);
    const loss = lossOf(this.#shape, raw, y, isWeighted ? this.#weights : null);
    link(this.#shape, raw);
    for (let i = 0; i < count; i++) {
      const scale = this.#weights[i]! / count;
      for (let j = 0; j < outputs; j++) {
        const truth = kind === 'softmax' ? (y[i] === j ? 1 : 0) : y[i]!;
        const distance = raw[i * outputs + j]! - truth;
        delta[i * outputs + j] = (kind === 'huber' ? Math.max(-1, Math.min(1, distance)) : distance) * scale;
      }
    }
    return loss;
  }

  #backward(parameters: Float32Array, count: number): void {
    for (let index = this.#layers.length - 1; index >= 0; index--) {
      const { layer, delta, packedDelta, packedBack } = this.#layers[index]!;
      const { from, to } = layer;
      const before = this.#layers[index - 1];
      pack(delta, 0, to, 1, count, to, packedDelta);
      this.#multiply(
        before?.output ?? this.#x,
        0,
        1,
        from,
        packedDelta,
        from,
        count,
        to,
        this.gradient,
        layer.weights,
      );
      this.#sumColumns(delta, count, layer);
      if (!packedBack.length) return;
      pack(parameters, layer.weights, 1, to, to, from, packedBack);
      this.#multiply(delta, 0, to, 1, packedBack, count, to, from, before?.delta ?? this.#xDelta, 0);
      if (!before) return;
      const mask = this.masks?.[index - 1];
      if (mask) drop(before.delta, count, from, mask);
      this.#throughActivation(before, count * from, mask?.scale ?? 1);
      const { gains } = before.layer;
      if (gains !== null)
        backThroughNorm(before.delta, count, from, parameters, gains, before.normalised!, this.gradient);
    }
  }

  #embeddingGradient(data: DenseData, rows: Uint32Array, start: number, count: number): void {
    const { inputs } = this.#shape;
    const { from } = this.#layers[0]!.layer;
    this.gradient.fill(0, 0, embeddingCount(this.#shape));
    for (let i = 0; i < count; i++)
      addEmbeddingGradient(
        this.#shape,
        data.x,
        rows[start + i]! * inputs,
        this.#xDelta,
        i * from,
        this.gradient,
      );
  }

  #sumColumns(delta: Float64Array, count: number, { to, biases }: DenseLayer): void {
    this.gradient.fill(0, biases, biases + to);
    for (let i = 0, at = 0; i < count; i++)
      for (let j = 0; j < to; j++, at++) this.gradient[biases + j]! += delta[at]!;
  }

  /** @param grown by how much the outputs grew where others were dropped. */
  #throughActivation({ delta, before, output }: LayerBuffers, cells: number, grown: number): void {
    const { activation } = this.#shape;
    for (let i = 0; i < cells; i++) delta[i]! *= derivativeOf(activation, before[i]!, output[i]! / grown);
  }
}

function normalisedOf(rows: number, columns: number): Normalised {
  return { values: new Float64Array(rows * columns), scales: new Float64Array(rows) };
}

function drop(values: Float64Array, count: number, units: number, { drops, scale }: DropoutMask): void {
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < units; j++, at++) values[at]! *= drops(i, j) ? 0 : scale;
}
