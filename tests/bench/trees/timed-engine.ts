import { treeChooser } from '../../../src/compute/choose-trees.ts';
import type { TreeThreads } from '../../../src/compute/wasm/tree-threads.ts';
import type { Sliced } from '../../../src/core/sliced.ts';
import type { ChooseTrees } from '../../../src/core/trees.ts';

/** The product's choice, whose engine tells how long it took to put the rows into bins. */
export function timedTrees(
  openThreads: (() => Promise<TreeThreads>) | null,
  tell: (binMs: number) => void,
): ChooseTrees {
  const chooseTrees = treeChooser(openThreads);
  return async (choice) => {
    const { engine, reason } = await chooseTrees(choice);
    const timed: typeof engine = {
      kind: engine.kind,
      open(rows, plan) {
        const begin = performance.now();
        const intake = engine.open(rows, plan);
        let ms = performance.now() - begin;
        function* clocked(work: Sliced<void>): Sliced<void> {
          const start = performance.now();
          yield* work;
          ms += performance.now() - start;
        }
        return {
          look: (x) => clocked(intake.look(x)),
          take: (x) => clocked(intake.take(x)),
          session() {
            tell(ms);
            return intake.session();
          },
        };
      },
    };
    return { engine: timed, reason };
  };
}
