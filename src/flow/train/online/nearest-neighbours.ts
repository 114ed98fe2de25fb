import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { checkNumber, count } from '../check-option.ts';
import { LinearRows } from './linear-rows.ts';
import { readCells, readCount, tensorOf } from './saved-state.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

export type NearestNeighboursOptions = {
  /** How many rows of the window answer. */
  readonly neighbours: number;
  /** How many rows it keeps: the newest. */
  readonly window: number;
};

/** Cells of the window at most: 1 GB, more than any page gets through with. */
const MOST_CELLS = 2 ** 28;

/**
 * The nearest rows of a sliding window answer, each by its weight divided by its distance; rows that are the very same answer alone
 * (Cover & Hart 1967; with a window for streams: Losing, Hammer & Wersing 2016). One more vote is shared by the classes as they
 * share the window, so that none in it is ever impossible. Numbers are brought to mean 0 and spread 1 by what came so far; another category, or a
 * missing one, is at distance 1; a missing number stands at the mean.
 *
 * It is made of rows: its snapshot holds the window, and nothing can take the rows out of it.
 *
 * @example
 * const model = nearestNeighbours.create({ task: 'regression', categories: [0], classes: 0 }, { neighbours: 2, window: 100 }, 1);
 * const x = Float32Array.of(0, 1, 10, 3);
 * for (const [row, value] of [5, 6, 50].entries()) model.learn(x, row, value, 1);
 * const answer = new Float64Array(1);
 * model.predict(x, 3, answer);
 * answer // Float64Array [5.6...]
 */
export const nearestNeighbours: OnlineModelKind<NearestNeighboursOptions> = {
  kind: 'nearest-neighbours',
  title: 'Nearest neighbours',
  summary:
    'Answers as the most similar of the newest rows did: takes any shape of answer, and forgets what left its window.',
  source:
    'Losing, Hammer & Wersing, "KNN classifier with self adjusting memory for heterogeneous concept drift", 2016',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: { neighbours: 5, window: 1000 },
  isMadeOfRows: true,
  create(problem, options) {
    checkNumber('neighbours', options.neighbours, count);
    checkNumber('window', options.window, {
      ...count,
      most: Math.floor(MOST_CELLS / (1 + problem.categories.length)),
    });
    return new NearestNeighbours(problem, options);
  },
  load(problem, options, saved) {
    const model = this.create(problem, options, 0) as NearestNeighbours;
    model.restore(saved);
    return model;
  },
};

class NearestNeighbours implements OnlineModel {
  readonly #neighbours: number;
  readonly #capacity: number;
  #problem: OnlineProblem;
  readonly #rows: LinearRows;
  /** A ring: row `n` of the stream stands in place `n % capacity`. */
  #x: Float32Array<ArrayBuffer>; // (rows that there is room for, inputs)
  #y: Float32Array<ArrayBuffer>; // (rows that there is room for)
  #weights: Float32Array<ArrayBuffer>; // (rows that there is room for)
  #count = 0;
  /** How many rows of the window are of a class. */
  #rowsOf: Float64Array<ArrayBuffer>; // (classes)
  /** The nearest of the search under way, the nearest first. */
  readonly #places: Int32Array<ArrayBuffer>; // (neighbours)
  readonly #distances: Float64Array<ArrayBuffer>; // (neighbours)

  constructor(problem: OnlineProblem, { neighbours, window }: NearestNeighboursOptions) {
    this.#problem = problem;
    this.#capacity = window;
    this.#neighbours = Math.min(neighbours, window);
    this.#rows = new LinearRows(problem.categories);
    this.#x = new Float32Array();
    this.#y = new Float32Array();
    this.#weights = new Float32Array();
    this.#rowsOf = new Float64Array(problem.classes);
    this.#places = new Int32Array(this.#neighbours);
    this.#distances = new Float64Array(this.#neighbours);
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    const found = this.#search(x, at);
    const { classes } = this.#problem;
    if (found === 0) {
      into.fill(classes ? 1 / classes : 0);
      return;
    }
    into.fill(0);
    const isSame = this.#distances[0] === 0;
    let total = 0;
    let voters = 0;
    for (; voters < found; voters++) {
      const distance = Math.sqrt(this.#distances[voters]!);
      if (isSame && distance > 0) break;
      const place = this.#places[voters]!;
      const vote = this.#weights[place]! / (isSame ? 1 : distance);
      total += vote;
      if (classes) into[this.#y[place]!]! += vote;
      else into[0]! += vote * this.#y[place]!;
    }
    if (!classes) into[0]! /= total;
    const kept = Math.min(this.#count, this.#capacity);
    for (let c = 0; c < classes; c++)
      into[c] = (voters * (into[c]! / total) + this.#rowsOf[c]! / kept) / (voters + 1);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#rows.learn(x, at, weight);
    const width = this.#problem.categories.length;
    const place = this.#count++ % this.#capacity;
    if (place >= this.#y.length) this.#makeRoom(place + 1);
    const { classes } = this.#problem;
    if (classes && this.#count > this.#capacity) this.#rowsOf[this.#y[place]!]!--;
    if (classes) this.#rowsOf[y]!++;
    this.#x.set(x.subarray(at, at + width), place * width);
    this.#y[place] = y;
    this.#weights[place] = weight;
  }

  grow(problem: OnlineProblem): void {
    const width = this.#problem.categories.length;
    const wider = problem.categories.length;
    const grown = new Float32Array(this.#y.length * wider).fill(NaN);
    for (let place = 0; place < this.#y.length; place++)
      grown.set(this.#x.subarray(place * width, (place + 1) * width), place * wider);
    this.#x = grown;
    this.#rows.grow(problem.categories);
    const rowsOf = new Float64Array(problem.classes);
    rowsOf.set(this.#rowsOf);
    this.#rowsOf = rowsOf;
    this.#problem = problem;
  }

  save(): PartState {
    const width = this.#problem.categories.length;
    const kept = Math.min(this.#count, this.#capacity);
    return {
      header: { rows: this.#count },
      tensors: {
        ...this.#rows.save(),
        x: tensorOf(this.#x.subarray(0, kept * width), kept, width),
        y: tensorOf(this.#y.subarray(0, kept)),
        weights: tensorOf(this.#weights.subarray(0, kept)),
      },
    };
  }

  restore(saved: PartState): void {
    const { categories, classes } = this.#problem;
    this.#count = readCount(saved.header, 'rows');
    const kept = Math.min(this.#count, this.#capacity);
    this.#rows.restore(saved);
    this.#x = readCells(saved, 'x', kept * categories.length);
    this.#y = readCells(saved, 'y', kept);
    this.#weights = readCells(saved, 'weights', kept);
    for (let at = 0; at < this.#x.length; at++) {
      const count = categories[at % categories.length]!;
      if (count && !Number.isNaN(this.#x[at])) this.#need(isIndex(this.#x[at]!, count), 'x');
    }
    for (const y of this.#y) this.#need(classes ? isIndex(y, classes) : Number.isFinite(y), 'y');
    for (const weight of this.#weights) this.#need(weight > 0, 'weights');
    if (classes) for (const y of this.#y) this.#rowsOf[y]!++;
  }

  /** Finds the nearest rows by squared distance; among equals the older place stays. */
  #search(x: Float32Array, at: number): number {
    const { categories } = this.#problem;
    const { scale, layout } = this.#rows;
    const { numbers } = layout;
    const width = categories.length;
    const kept = Math.min(this.#count, this.#capacity);
    this.#rows.read(x, at);
    const { z } = this.#rows;
    let found = 0;
    let furthest = Infinity;
    for (let place = 0; place < kept; place++) {
      const row = place * width;
      let distance = 0;
      for (let column = 0; column < numbers.length && distance < furthest; column++) {
        const delta = z[column]! - scale.scaled(column, this.#x[row + numbers[column]!]!);
        distance += delta * delta;
      }
      for (const { input } of layout.categories) {
        const [here, there] = [x[at + input]!, this.#x[row + input]!];
        if (here !== there && !(Number.isNaN(here) && Number.isNaN(there))) distance++;
      }
      if (distance >= furthest) continue;
      let slot = found < this.#neighbours ? found++ : found - 1;
      for (; slot > 0 && this.#distances[slot - 1]! > distance; slot--) {
        this.#distances[slot] = this.#distances[slot - 1]!;
        this.#places[slot] = this.#places[slot - 1]!;
      }
      this.#distances[slot] = distance;
      this.#places[slot] = place;
      if (found === this.#neighbours) furthest = this.#distances[found - 1]!;
    }
    return found;
  }

  #makeRoom(rows: number): void {
    const room = Math.min(this.#capacity, Math.max(rows, 2 * this.#y.length, 16));
    this.#x = longer(this.#x, room * this.#problem.categories.length);
    this.#y = longer(this.#y, room);
    this.#weights = longer(this.#weights, room);
  }

  #need(isRight: boolean, name: string): void {
    if (!isRight) refuseSnapshot('model', `"${name}" has a value that its problem does not allow`);
  }
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}

function longer(values: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const copy = new Float32Array(length);
  copy.set(values);
  return copy;
}
