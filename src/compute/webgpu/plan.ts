import type { DenseShape } from '../../core/dense.ts';
import { denseLayers, type DenseLayer } from '../../math/dense.ts';
import type { KernelName } from './kernels.ts';
import { activationCodes } from './shaders/activations.ts';
import { lossCodes } from './shaders/loss.ts';
import type { Ending } from './step.ts';

/** Rows and columns of a matrix product that a workgroup computes (shaders/product.ts). */
const tile = 32;
/** Rows that a workgroup of the loss takes. */
const lossRows = 64;
/** Workgroups along one direction of a dispatch (shaders/slopes.ts, shaders/optimizer.ts); a device takes no more than 65,535. */
const groupsALine = 32_768;
/** Rows of a batch at most: so many workgroups, one below the other, are a dispatch. */
export const mostRows = 65_535 * tile;
/** Where a uniform may begin on every device. */
export const slot = 256;

/** One more dispatch than these: a kernel, the layer whose uniform it sees, and over how many workgroups. */
export interface Dispatch {
  readonly kernel: KernelName;
  readonly layer: number;
  readonly x: number;
  readonly y: number;
}

/**
 * How a network is trained: which dispatches make a step, and the tables that they read. A step is a dispatch for each
 * layer forward, one for the loss, one for each layer but the first backward, and one for the slopes and the update of all
 * of them: twice the number of layers and one. An anchor makes it one more, a clip two.
 */
export class Plan {
  /** Multiply-adds a row. */
  readonly work: number;
  /** Outputs of all layers. */
  readonly width: number;
  /** Numbers a row among the activations: the outputs, and what goes into a gelu. */
  readonly kept: number;
  /** The uniforms of the layers, one a slot. */
  readonly layers: Uint32Array<ArrayBuffer>;
  /** Where the tiles of all weights and biases begin (Tile in shaders/network.ts). */
  readonly tiles: Uint32Array<ArrayBuffer>;
  readonly #layers: readonly DenseLayer[];

  constructor(shape: DenseShape) {
    this.#layers = denseLayers(shape);
    this.work = this.#layers.reduce((work, { from, to }) => work + 3 * from * to, 0);
    this.width = this.#layers.reduce((width, { to }) => width + to, 0);
    const told = shape.activation === 'gelu' ? this.width : 0;
    this.kept = this.width + told;
    this.layers = new Uint32Array((this.#layers.length * slot) / 4);
    const tiles: number[] = [];
    const activation = activationCodes[shape.activation];
    let before = 0;
    for (const [index, { from, to, weights, isOutput }] of this.#layers.entries()) {
      const own = isOutput ? 0 : activation;
      this.layers.set(
        [from, to, weights, before, own, activation, lossCodes[shape.loss], told, index],
        (index * slot) / 4,
      );
      for (let top = 0; top <= from; top += tile)
        for (let first = 0; first < to; first += tile) tiles.push(from, to, weights, before, top, first);
      before += to;
    }
    this.tiles = Uint32Array.from(tiles);
  }

  /** The dispatches of one step over so many rows. */
  dispatches(rows: number, ending: Ending): readonly Dispatch[] {
    const last = this.#layers.length - 1;
    const over = (columns: number) => ({ x: Math.ceil(columns / tile), y: Math.ceil(rows / tile) });
    const forward = this.#layers.map(({ to }, layer): Dispatch => ({
      kernel: 'forward',
      layer,
      ...over(to),
    }));
    const backward = this.#layers
      .map(({ from }, layer): Dispatch => ({ kernel: 'backward', layer, ...over(from) }))
      .slice(1)
      .reverse();
    const tiles = this.tiles.length / 6;
    const overTiles = { x: Math.min(tiles, groupsALine), y: Math.ceil(tiles / groupsALine) };
    return [
      ...forward,
      { kernel: 'loss', layer: last, x: Math.ceil(rows / lossRows), y: 1 },
      ...backward,
      ...ending.map((kernel) => ({
        kernel,
        layer: 0,
        ...(kernel === 'shorten' ? { x: 1, y: 1 } : overTiles),
      })),
    ];
  }
}
