import type { Tree } from '../../core/trees.ts';
import { gaussLegendre, type Quadrature } from '../gauss-legendre.ts';
import { goesLeft } from './goes-left.ts';
import { leftShares } from './tree-covers.ts';

const NONE = -1;

/**
 * One tree after another, walked by rows for their path-dependent Shapley values: see `pathDependentShap`.
 *
 * Edge 2 n leads to the left of node n, edge 2 n + 1 to its right. A feature that several nodes on the way ask for has one factor, which its last edge
 * replaces. Its factor at t is t + share (1 - t) where the row takes all its edges, share (1 - t) where it does not; share is the product of the shares of rows that
 * these edges have. A leaf counts 1 - share, or -share, times the product of the other factors for its contribution. What does not depend on the row is made once a
 * tree, in memory that the next one uses again.
 */
export class ShapleyWalk {
  #tree!: Tree;
  /** Nodes of the integral. */
  #size = 0;
  /** The edge above a node that last asked for the node's feature. */
  #prior = new Int32Array(0); // (nodes)
  /** Where the walk's vectors stand: a node's at its number, a leaf's behind those of all nodes. */
  #slots = new Int32Array(0); // (edges)
  /** What an edge multiplies the product of factors by: where the row does not take it, and where it does. A leaf's value is within. */
  #factors = new Float64Array(0); // (edges, 2, size)
  /** The same where the row has left the feature's range further up, so that its factor has the share alone. */
  #closed = new Float64Array(0); // (edges)
  /** What the leaves below an edge count for its feature, less what they counted at the prior edge: the same two. */
  #counts = new Float64Array(0); // (edges, 2, size)
  /** On the way down products of factors, on the way up sums over leaves. */
  #vectors = new Float64Array(0); // (nodes + leaves, size)
  /** Whether the row takes the edge, and all above it that ask for the same feature. */
  #isTaken = new Uint8Array(0); // (edges)
  /** For `take`: the edge that leads to a node; the share of its rows and 1 / its factor where it is taken. */
  #above = new Int32Array(0); // (nodes)
  #shares = new Float64Array(0); // (edges)
  #inverse = new Float64Array(0); // (edges, size)

  /** Gets a tree ready, whose values count times the scale. @returns the mean of its values over the rows that it was grown on */
  take(tree: Tree, scale: number): number {
    const { left, right, values } = tree;
    const nodes = tree.features.length;
    this.#tree = tree;
    this.#size = Math.ceil(this.#findPrior(tree) / 2);
    this.#makeRoom(nodes);
    const shares = leftShares(tree);
    const rule = gaussLegendre(this.#size);
    for (let node = 0; node < nodes; node++) {
      this.#prepareEdge(2 * node, left[node]!, shares[node]!, scale, rule);
      this.#prepareEdge(2 * node + 1, right[node]!, 1 - shares[node]!, scale, rule);
    }
    if (nodes === 0) return scale * values[0]!;
    const means = new Float64Array(nodes);
    const meanOf = (child: number): number => (child < 0 ? values[~child]! : means[child]!);
    for (let node = nodes - 1; node >= 0; node--)
      means[node] = shares[node]! * meanOf(left[node]!) + (1 - shares[node]!) * meanOf(right[node]!);
    return scale * means[0]!;
  }

  /** @returns the most features that are asked for on the way to a leaf, at least 1 */
  #findPrior({ features, left, right }: Tree): number {
    const nodes = features.length;
    if (this.#prior.length < nodes) {
      this.#prior = new Int32Array(nodes);
      this.#above = new Int32Array(nodes);
    }
    const [prior, above] = [this.#prior, this.#above];
    const different = new Uint32Array(nodes + 1);
    let most = 1;
    above[0] = NONE;
    for (let node = 0; node < nodes; node++) {
      let edge = above[node]!;
      while (edge !== NONE && features[edge >> 1] !== features[node]) edge = above[edge >> 1]!;
      prior[node] = edge;
      const asked = different[node]! + (edge === NONE ? 1 : 0);
      most = Math.max(most, asked);
      for (let side = 0; side < 2; side++) {
        const child = side === 0 ? left[node]! : right[node]!;
        if (child < 0) continue;
        above[child] = 2 * node + side;
        different[child] = asked;
      }
    }
    return most;
  }

  #makeRoom(nodes: number): void {
    const size = this.#size;
    if (this.#slots.length < 2 * nodes) {
      this.#slots = new Int32Array(2 * nodes);
      this.#closed = new Float64Array(2 * nodes);
      this.#shares = new Float64Array(2 * nodes);
      this.#isTaken = new Uint8Array(2 * nodes);
    }
    if (this.#factors.length < 4 * nodes * size) {
      this.#factors = new Float64Array(4 * nodes * size);
      this.#counts = new Float64Array(4 * nodes * size);
      this.#inverse = new Float64Array(2 * nodes * size);
      this.#vectors = new Float64Array((2 * nodes + 1) * size);
    }
    this.#vectors.fill(1, 0, size);
  }

  #prepareEdge(
    edge: number,
    child: number,
    ofRows: number,
    scale: number,
    { nodes, weights }: Quadrature,
  ): void {
    const size = this.#size;
    const prior = this.#prior[edge >> 1]!;
    const [factors, counts, inverse] = [this.#factors, this.#counts, this.#inverse];
    const before = prior === NONE ? 1 : this.#shares[prior]!;
    const share = before * ofRows;
    const value = child < 0 ? scale * this.#tree.values[~child]! : 1;
    this.#shares[edge] = share;
    this.#slots[edge] = (child < 0 ? this.#tree.features.length + ~child : child) * size;
    this.#closed[edge] = ofRows * value;
    for (let q = 0; q < size; q++) {
      const [t, weight] = [nodes[q]!, weights[q]!];
      const rest = 1 - t;
      const factor = t + share * rest;
      const own = 1 / factor;
      const above = prior === NONE ? 1 : inverse[prior * size + q]!;
      const counted = weight * (1 - before) * above;
      const at = 2 * edge * size + q;
      inverse[edge * size + q] = own;
      factors[at] = share * rest * above * value;
      factors[at + size] = factor * above * value;
      counts[at] = -weight / rest - counted;
      counts[at + size] = weight * (1 - share) * own - counted;
    }
  }

  /** Adds the contributions of the row whose features begin at `at` to those that begin at `start`. */
  add(data: Float32Array, at: number, into: Float64Array, start: number): void {
    this.#down(data, at);
    this.#up(into, start);
  }

  #down(data: Float32Array, at: number): void {
    const [tree, prior, isTaken, slots] = [this.#tree, this.#prior, this.#isTaken, this.#slots];
    const [vectors, factors, closed, size] = [this.#vectors, this.#factors, this.#closed, this.#size];
    const { features } = tree;
    for (let node = 0; node < features.length; node++) {
      const edge = 2 * node;
      const from = node * size;
      const [onLeft, onRight] = [slots[edge]!, slots[edge + 1]!];
      if (prior[node] === NONE || isTaken[prior[node]!] === 1) {
        const isLeft = goesLeft(tree, node, data[at + features[node]!]!) ? 1 : 0;
        isTaken[edge] = isLeft;
        isTaken[edge + 1] = 1 - isLeft;
        const ofLeft = (2 * edge + isLeft) * size;
        const ofRight = (2 * edge + 3 - isLeft) * size;
        for (let q = 0; q < size; q++) {
          const product = vectors[from + q]!;
          vectors[onLeft + q] = product * factors[ofLeft + q]!;
          vectors[onRight + q] = product * factors[ofRight + q]!;
        }
      } else {
        isTaken[edge] = 0;
        isTaken[edge + 1] = 0;
        const [toLeft, toRight] = [closed[edge]!, closed[edge + 1]!];
        for (let q = 0; q < size; q++) {
          const product = vectors[from + q]!;
          vectors[onLeft + q] = product * toLeft;
          vectors[onRight + q] = product * toRight;
        }
      }
    }
  }

  #up(into: Float64Array, start: number): void {
    const [prior, isTaken, slots] = [this.#prior, this.#isTaken, this.#slots];
    const [vectors, counts, size] = [this.#vectors, this.#counts, this.#size];
    const { features, values } = this.#tree;
    for (let node = features.length - 1; node >= 0; node--) {
      const edge = 2 * node;
      const own = node * size;
      const [onLeft, onRight] = [slots[edge]!, slots[edge + 1]!];
      if (prior[node] === NONE || isTaken[prior[node]!] === 1) {
        const ofLeft = (2 * edge + isTaken[edge]!) * size;
        const ofRight = (2 * edge + 2 + isTaken[edge + 1]!) * size;
        let contribution = 0;
        for (let q = 0; q < size; q++) {
          const [left, right] = [vectors[onLeft + q]!, vectors[onRight + q]!];
          contribution += left * counts[ofLeft + q]! + right * counts[ofRight + q]!;
          vectors[own + q] = left + right;
        }
        into[start + features[node]!]! += contribution;
      } else for (let q = 0; q < size; q++) vectors[own + q] = vectors[onLeft + q]! + vectors[onRight + q]!;
    }
    // The root's products are 1 again for the next row.
    vectors.fill(1, 0, values.length > 1 ? size : 0);
  }
}
