import { Random } from '../../core/random.ts';
import type { NumberTape } from '../number-tape.ts';

/** Random numbers that go on from where they were when their state was written. */
export function loadRandom(tape: NumberTape): Random {
  return Random.load(tape.readIndexes(2 ** 32, 4));
}
