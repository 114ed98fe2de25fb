import type { DenseData, DenseShape } from '../../core/dense.ts';
import { multiply, pack, packedLength } from '../../math/dense-multiply.ts';
import type { DropoutMask } from '../../math/dropout.ts';
import { activate, denseLayers, derivativeOf, link, lossOf, type DenseLayer } from '../../math/dense.ts';

/** A layer's own buffers, made once and written over at every step. */
interface LayerBuffers {
  readonly layer: DenseLayer;
  /** Weights in panels, for the way forward. */
  readonly packed: Float64Array<ArrayBuffer>; // (from, to)
  /** Transposed weights in panels, for the way back; empty in the first layer, whose inputs need no gradient. */
  readonly packedBack: Float64Array<ArrayBuffer>; // (to, from)
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
  readonly #shape: DenseShape;
  readonly #layers: readonly LayerBuffers[];
  readonly #x: Float64Array<ArrayBuffer>; // (rows, inputs)
  readonly #y: Float32Array<ArrayBuffer>; // (rows)
  readonly #weights: Float32Array<ArrayBuffer>; // (rows)

  constructor(shape: DenseShape, capacity: number) {
    this.capacity = capacity;
    this.#shape = shape;
    const layers = denseLayers(shape);
    const last = layers.at(-1)!;
    this.gradient = new Float64Array(last.biases + last.to);
    this.#layers = layers.map((layer, index) => ({
      layer,
      packed: new Float64Array(packedLength(layer.from, layer.to)),
      packedBack: new Float64Array(index === 0 ? 0 : packedLength(layer.to, layer.from)),
      before: new Float64Array(shape.activation === 'gelu' && !layer.isOutput ? capacity * layer.to : 0),
      output: new Float64Array(capacity * layer.to),
      delta: new Float64Array(capacity * layer.to),
      packedDelta: new Float64Array(packedLength(capacity, layer.to)),
    }));
    this.#x = new Float64Array(capacity * shape.inputs);
    this.#y = new Float32Array(capacity);
    this.#weights = new Float32Array(capacity);
  }

  /**
   * Takes `count` of the rows named, from `start` on, through the network and its gradient back.
   *
   * @returns the batch's mean loss a row; `gradient` then holds its gradient.
   */
  step(parameters: Float32Array, data: DenseData, rows: Uint32Array, start: number, count: number): number {
    this.#gather(data, rows, start, count);
    this.#forward(parameters, count);
    const loss = this.#lossGradient(data.weights !== null, count);
    this.#backward(parameters, count);
    return loss;
  }

  #gather(data: DenseData, rows: Uint32Array, start: number, count: number): void {
    const { inputs } = this.#shape;
    let at = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!;
      const from = row * inputs;
      for (let k = 0; k < inputs; k++) this.#x[at++] = data.x[from + k]!;
      this.#y[i] = data.y[row]!;
      this.#weights[i] = data.weights ? data.weights[row]! : 1;
    }
  }

  #forward(parameters: Float32Array, count: number): void {
    let input = this.#x;
    for (const [index, { layer, packed, before, output }] of this.#layers.entries()) {
      pack(parameters, layer.weights, layer.to, 1, layer.from, layer.to, packed);
      multiply(input, 0, layer.from, 1, packed, count, layer.from, layer.to, output, 0);
      if (before.length) keepBefore(before, output, count, layer, parameters);
      activate(output, count, layer, parameters, this.#shape.activation);
      const mask = this.masks?.[index];
      if (mask) drop(output, count, layer.to, mask);
      input = output;
    }
  }

  /** Leaves the gradient by the raw outputs in the last layer's delta: probability (or value) less truth, weighted. */
  #lossGradient(isWeighted: boolean, count: number): number {
    const { outputs, loss: kind } = this.#shape;
    const { output, delta } = this.#layers.at(-1)!;
    const raw = output.subarray(0, count * outputs);
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
      multiply(
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
      if (!before) return;
      pack(parameters, layer.weights, 1, to, to, from, packedBack);
      multiply(delta, 0, to, 1, packedBack, count, to, from, before.delta, 0);
      const mask = this.masks?.[index - 1];
      if (mask) drop(before.delta, count, from, mask);
      this.#throughActivation(before, count * from, mask?.scale ?? 1);
    }
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

function keepBefore(
  before: Float64Array,
  products: Float64Array,
  count: number,
  { to, biases }: DenseLayer,
  parameters: Float32Array,
): void {
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < to; j++, at++) before[at] = products[at]! + parameters[biases + j]!;
}

function drop(values: Float64Array, count: number, units: number, { drops, scale }: DropoutMask): void {
  for (let i = 0, at = 0; i < count; i++)
    for (let j = 0; j < units; j++, at++) values[at]! *= drops(i, j) ? 0 : scale;
}
