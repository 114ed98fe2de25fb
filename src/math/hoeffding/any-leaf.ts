import type { NumberTape } from '../number-tape.ts';
import { ClassLeaf } from './class-leaf.ts';
import { LeafLine } from './leaf-line.ts';
import type { TreeLeaf } from './tree-leaf.ts';
import { ValueLeaf } from './value-leaf.ts';
import { ValueMoments } from './value-moments.ts';
import type { TreeProblem, Watched } from './watched.ts';

/** A leaf that has seen nothing: for classes, or for values. */
export function emptyLeaf(problem: TreeProblem, depth: number, watched: Watched): TreeLeaf {
  if (problem.classes) return new ClassLeaf(depth, watched);
  return new ValueLeaf(depth, watched, new ValueMoments(), new LeafLine(problem));
}

/** @param depth at which it must stand. */
export function loadLeaf(tape: NumberTape, problem: TreeProblem, depth: number): TreeLeaf {
  return problem.classes ? ClassLeaf.load(tape, problem, depth) : ValueLeaf.load(tape, problem, depth);
}
