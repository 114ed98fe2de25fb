import type { MemoryKind } from '../../core/memory.ts';
import { balancedOn } from './balanced-on.ts';
import { DescribedRows } from './described-rows.ts';

/**
 * A class-balanced reservoir (CBRS: Chrysakis & Moens, "Online continual learning from imbalanced data", ICML 2020).
 *
 * Until it is full it keeps every row. Then a row of a class that was never the largest takes the place of a random
 * row of the class that is largest now, and a row of any other class enters by Vitter's rule (1985): with probability
 * kept / seen of its class, in the place of one of its own. So rare classes are kept whole, frequent ones share what
 * is left, and the rows of a class are at any time a uniform sample of all that came. A regression has one class: the
 * plain reservoir.
 *
 * Each kept row stands for seen / kept rows of its class, times its own weight: with these weights (mean 1 over the
 * rows kept) a sample has the prior of the stream so far.
 *
 * @example
 * const memory = classBalancedReservoir.create({ task: 'binary', features: ['a'], classes: 2, capacity: 100 });
 * const y = Float32Array.from({ length: 1000 }, (_, row) => (row < 990 ? 0 : 1));
 * memory.add({ x: { rows: 1000, features: ['a'], data: y.slice() }, y, weights: null }, random);
 * const drawn = memory.sample(1000, random); // a class 0 row weighs 1.1: 990 seen for 90 kept; one of class 1 weighs 0.1
 * [drawn.weights![drawn.y.indexOf(0)], drawn.weights![drawn.y.indexOf(1)]] // [1.1..., 0.1...]
 */
export const classBalancedReservoir: MemoryKind = balancedOn(DescribedRows);
