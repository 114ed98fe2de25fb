import { GELU } from './activations';
import { ROW, padded } from './lanes';

const LINE: usize = 64;

/** One layer: where its numbers lie. Sizes are padded to eight. */
export class Layer {
  fanIn: i32 = 0;
  fanOut: i32 = 0;
  rows8: i32 = 0;
  columns8: i32 = 0;
  /** Offset of the weights in the padded parameters, in numbers; their biases follow. */
  weights: i32 = 0;
  biases: i32 = 0;
  /** Where the gains begin, behind which the offsets lie; 0: it is not normalised. */
  gains: i32 = 0;
  /** Behind its last number. */
  end: i32 = 0;
  /** What the normalisation left: rows in panels, and one over each row's deviation. */
  normed: usize = 0;
  scales: usize = 0;
  /** What goes into a gelu; of no other activation. */
  before: usize = 0;
  output: usize = 0;
  delta: usize = 0;
}

/** An input in whose place the first layer sees `width` numbers of its category's own. */
export class Embedding {
  input: i32 = 0;
  categories: i32 = 0;
  width: i32 = 0;
  /** Where they begin in the parameters, and among what the first layer sees. */
  table: i32 = 0;
  place: i32 = 0;
}

export let inputs: i32 = 0;
export let embeddings: Embedding[] = [];
/** Numbers of all embeddings, with which the parameters begin. */
export let embedded: i32 = 0;
export let depth: i32 = 0;
let layers: Layer[] = [];
export let loss: i32 = 0;
export let activation: i32 = 0;
/** Numbers of the padded parameters. */
export let count: i32 = 0;
let flatCount: i32 = 0;

export let x: usize = 0;
export let y: usize = 0;
export let weights: usize = 0;
export let parameters: usize = 0;
export let gradient: usize = 0;
export let first: usize = 0;
export let second: usize = 0;
/** Where weights are pulled to; 0: nowhere. */
export let anchor: usize = 0;
/** How strongly each number is pulled there; 0: all weights alike. */
export let strengths: usize = 0;
/** Where states come and go in the flat layout that every engine shares. */
let flat: usize = 0;
export let transposed: usize = 0;

let capacity: i32 = 0;
export let batchStride: usize = 0;
export let batchX: usize = 0;
/** The gradient by it, and room for one row of it, where inputs are embedded. */
export let batchXDelta: usize = 0;
export let embeddedRow: usize = 0;
export let batchY: usize = 0;
export let batchWeights: usize = 0;
export let order: usize = 0;
let orderCapacity: i32 = 0;

/** Bytes from a whole line of the processor's cache on, zero at first. */
export function take(bytes: usize): usize {
  const at = (heap.alloc(bytes + LINE) + LINE - 1) & ~(LINE - 1);
  memory.fill(at, 0, bytes);
  return at;
}

export function layerAt(index: i32): Layer {
  return unchecked(layers[index]);
}

/** Begins a network; `addEmbedding` for each embedding follows, `addLayer` for each layer, then `place`. */
export function begin(inputsOf: i32, activationOf: i32, lossOf: i32): void {
  inputs = inputsOf;
  activation = activationOf;
  loss = lossOf;
}

export function addEmbedding(input: i32, categories: i32, width: i32): void {
  const embedding = new Embedding();
  embedding.input = input;
  embedding.categories = categories;
  embedding.width = width;
  embedding.table = embedded;
  embedding.place = input;
  for (let i = 0; i < embeddings.length; i++) embedding.place += unchecked(embeddings[i]).width - 1;
  embeddings.push(embedding);
  embedded += categories * width;
  flatCount = embedded;
  count = padded(embedded);
}

export function addLayer(fanIn: i32, fanOut: i32, isNormalised: bool): void {
  const layer = new Layer();
  layer.fanIn = fanIn;
  layer.fanOut = fanOut;
  layer.rows8 = padded(fanIn);
  layer.columns8 = padded(fanOut);
  layer.weights = count;
  layer.biases = count + layer.rows8 * layer.columns8;
  layers.push(layer);
  depth += 1;
  layer.gains = isNormalised ? layer.biases + layer.columns8 : 0;
  layer.end = layer.biases + (isNormalised ? 3 : 1) * layer.columns8;
  count = layer.end;
  flatCount += (fanIn + (isNormalised ? 3 : 1)) * fanOut;
}

/** Makes room for the rows and the state. */
export function place(rows: i32, isWeighted: bool, isAnchored: bool, hasStrengths: bool): void {
  const bytes = <usize>count * 4;
  parameters = take(bytes);
  gradient = take(bytes);
  first = take(bytes);
  second = take(bytes);
  anchor = isAnchored ? take(bytes) : 0;
  strengths = hasStrengths ? take(bytes) : 0;
  flat = take(<usize>flatCount * 4);
  let widest = 0;
  for (let i = embedded ? 0 : 1; i < depth; i++) widest = max(widest, layerAt(i).rows8 * layerAt(i).columns8);
  transposed = take(<usize>widest * 4);
  x = take(<usize>rows * <usize>inputs * 4);
  y = take(<usize>rows * 4);
  weights = isWeighted ? take(<usize>rows * 4) : 0;
}

export function xAt(): usize {
  return x;
}
export function yAt(): usize {
  return y;
}
export function weightsAt(): usize {
  return weights;
}
export function flatAt(): usize {
  return flat;
}
/** Room for batches of up to `rows` rows and for an order of `length` rows; where that order is written to. */
export function reserve(rows: i32, length: i32): usize {
  if (rows > capacity) reserveBatch(rows);
  if (length > orderCapacity) {
    orderCapacity = max(length, orderCapacity * 2);
    order = take((<usize>orderCapacity) << 2);
  }
  return order;
}

function reserveBatch(rows: i32): void {
  capacity = (rows + 3) & ~3;
  // Panels begin two lines of the cache off a power of two, so that they do not push one another out of it.
  batchStride = (<usize>capacity + 4) * ROW;
  batchX = takeBatch(layerAt(0).fanIn);
  if (embedded) {
    batchXDelta = takeBatch(layerAt(0).fanIn);
    embeddedRow = take((<usize>layerAt(0).rows8) << 2);
  }
  batchY = take((<usize>capacity) << 2);
  batchWeights = take((<usize>capacity) << 2);
  for (let i = 0; i < depth; i++) {
    const layer = layerAt(i);
    if (activation == GELU) layer.before = takeBatch(layer.fanOut);
    if (layer.gains) {
      layer.normed = takeBatch(layer.fanOut);
      layer.scales = take((<usize>capacity) << 2);
    }
    layer.output = takeBatch(layer.fanOut);
    layer.delta = takeBatch(layer.fanOut);
  }
}

function takeBatch(columns: i32): usize {
  return take(<usize>(padded(columns) >> 3) * batchStride);
}

/** 0: parameters, 1: first moment, 2: second moment, 3: gradient, 4: anchor, 5: its strengths. */
function kindAt(kind: i32): usize {
  if (kind < 3) return kind == 0 ? parameters : kind == 1 ? first : second;
  return kind == 3 ? gradient : kind == 4 ? anchor : strengths;
}

/** Takes numbers from the flat layout over into panels. */
export function takeFlat(kind: i32): void {
  const to = kindAt(kind);
  memory.fill(to, 0, <usize>count * 4);
  move(to, true);
}

/** Leaves numbers in the flat layout. */
export function giveFlat(kind: i32): void {
  move(kindAt(kind), false);
}

function move(panels: usize, isIn: bool): void {
  let from = flat;
  for (let i = 0; i < embedded; i++) {
    moveOne(from, panels + ((<usize>i) << 2), isIn);
    from += 4;
  }
  for (let i = 0; i < depth; i++) {
    const layer = layerAt(i);
    for (let k = 0; k < layer.fanIn; k++)
      for (let j = 0; j < layer.fanOut; j++) {
        const cell = layer.weights + ((j >> 3) * layer.rows8 + k) * 8 + (j & 7);
        moveOne(from, panels + ((<usize>cell) << 2), isIn);
        from += 4;
      }
    for (let at = layer.biases; at < layer.end; at += layer.columns8)
      for (let j = 0; j < layer.fanOut; j++) {
        moveOne(from, panels + ((<usize>(at + j)) << 2), isIn);
        from += 4;
      }
  }
}

function moveOne(flatCell: usize, panelCell: usize, isIn: bool): void {
  if (isIn) store<f32>(panelCell, load<f32>(flatCell));
  else store<f32>(flatCell, load<f32>(panelCell));
}
