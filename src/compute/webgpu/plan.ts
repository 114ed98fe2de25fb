import type { DenseShape } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import { embeddedInputs, embeddingCount } from '../../math/embedding.ts';
import { columnsOf } from './columns.ts';
import { embeddingKernels, layerNormKernels, plainKernels, type KernelName } from './kernels.ts';
import { activationCodes } from './shaders/activations.ts';
import { lossCodes } from './shaders/loss.ts';
import type { Ending } from './step.ts';
import { tile, tileNumbers, tilesOf, type PlacedLayer } from './tiles.ts';

/** Rows that a workgroup of the loss takes. */
const lossRows = 64;
/** Workgroups along one direction of a dispatch (shaders/slopes.ts, shaders/optimizer.ts, shaders/rows.ts); a device takes no more than 65,535. */
const groupsALine = 32_768;
/** Rows of a batch at most: so many workgroups, one below the other, are a dispatch. */
export const mostRows = 65_535 * tile;
/** Where a uniform may begin on every device. */
export const slot = 256;

/** A kernel, the layer whose uniform it sees, and over how many workgroups. */
export interface Dispatch {
  readonly kernel: KernelName;
  readonly layer: number;
  readonly x: number;
  readonly y: number;
}

/**
 * How a network is trained: which dispatches make a step, and the tables that they read. A step is a dispatch for each
 * layer forward, one for the loss, one for each layer but the first backward, and one for the slopes and the update of all
 * of them: twice the number of layers and one. An anchor makes it one more, a clip two. A layer that is normalised is
 * two more, one there and one back; so is what is embedded, however many inputs that are.
 */
export class Plan {
  readonly shape: DenseShape;
  /** Multiply-adds a row. */
  readonly work: number;
  /** What its steps, and its gradients, are made of. */
  readonly kernels: readonly KernelName[];
  /** Numbers a row among the activations: the outputs, what goes into a gelu, and what normalisations leave. */
  readonly kept: number;
  /** Numbers a row among the deltas: those by the outputs, and those by offsets and gains. */
  readonly deltas: number;
  /** The uniforms of the layers, one a slot. */
  readonly layers: Uint32Array<ArrayBuffer>;
  /** What the first layer sees of a row (Column in shaders/network.ts); none where nothing is embedded. */
  readonly columns: Uint32Array<ArrayBuffer>;
  /** Where the tiles of all parameters begin (Tile in shaders/network.ts). */
  readonly tiles: Uint32Array<ArrayBuffer>;
  readonly #layers: readonly PlacedLayer[];

  constructor(shape: DenseShape) {
    this.shape = shape;
    const { activation, loss, hidden, inputs } = shape;
    this.columns = columnsOf(shape);
    const embedded = this.columns.length > 0 ? embeddedInputs(shape) : 0;
    let width = embedded;
    this.#layers = denseLayers(shape).map((layer) => ({ ...layer, before: (width += layer.to) - layer.to }));
    const isNormalised = this.#layers.some(({ gains }) => gains !== null);
    this.work = this.#layers.reduce((work, { from, to }) => work + 3 * from * to, embeddingCount(shape));
    this.kernels = [
      ...plainKernels,
      ...(embedded > 0 ? embeddingKernels : []),
      ...(isNormalised ? layerNormKernels : []),
    ];
    const told = activation === 'gelu' ? width : 0;
    this.kept = width + told + (isNormalised ? width + hidden.length : 0);
    this.deltas = isNormalised ? 3 * width : width;
    this.layers = new Uint32Array((this.#layers.length * slot) / 4);
    const code = activationCodes[activation];
    for (const [index, { from, to, weights, before, gains, isOutput }] of this.#layers.entries())
      this.layers.set(
        [
          ...[from, to, weights, before, isOutput ? 0 : code, index === 0 ? 0 : code, lossCodes[loss], told],
          ...[index, inputs, width, gains ?? 0],
        ],
        (index * slot) / 4,
      );
    this.tiles = tilesOf(shape, this.#layers, width);
  }

  get tileCount(): number {
    return this.tiles.length / tileNumbers;
  }

  /** The dispatches of one step over so many rows. */
  dispatches(rows: number, ending: Ending): readonly Dispatch[] {
    const last = this.#layers.length - 1;
    const isEmbedding = this.columns.length > 0;
    const over = (columns: number) => ({ x: Math.ceil(columns / tile), y: Math.ceil(rows / tile) });
    const along = (groups: number) => ({
      x: Math.min(groups, groupsALine),
      y: Math.ceil(groups / groupsALine),
    });
    const steps: Dispatch[] = [];
    if (isEmbedding) steps.push({ kernel: 'embed', layer: 0, ...along(rows) });
    for (const [layer, { to, gains }] of this.#layers.entries()) {
      steps.push({ kernel: 'forward', layer, ...over(to) });
      if (gains !== null) steps.push({ kernel: 'normalise', layer, ...along(rows) });
    }
    steps.push({ kernel: 'loss', layer: last, x: Math.ceil(rows / lossRows), y: 1 });
    for (let layer = last; layer >= (isEmbedding ? 0 : 1); layer--) {
      steps.push({ kernel: 'backward', layer, ...over(this.#layers[layer]!.from) });
      if ((this.#layers[layer - 1]?.gains ?? null) !== null)
        steps.push({ kernel: 'normaliseBack', layer: layer - 1, ...along(rows) });
    }
    for (const kernel of ending)
      steps.push({ kernel, layer: 0, ...along(kernel === 'shorten' ? 1 : this.tileCount) });
    return steps;
  }
}
