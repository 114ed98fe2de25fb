import type { Id } from '../../core/ids.ts';
import type { Jobs } from '../../../workers/workspace/contract.ts';
import type { House } from './house.svelte.ts';
import { keeper } from './keeper.ts';
import { LabelledFile } from './labelled-file.svelte.ts';
import { stageHref } from './route.ts';

/** Learning on with new labelled rows, and what came of it. */
class Learning {
  readonly file: LabelledFile<'learn-on'>;
  /** The last challenger that was judged while the page was open. */
  result = $state.raw<Jobs['learn-on']['result'] | null>(null);

  constructor(house: House, projectId: Id) {
    this.file = new LabelledFile(
      house,
      ({ file, fileName, labels }) => {
        this.result = null;
        return house.start(
          'learn-on',
          {
            projectId,
            file,
            fileName,
            labels,
            engine: 'auto',
            // Another seed for every batch, and the same one when the same history is repeated.
            seed: (house.view?.versions.length ?? 0) + 1,
          },
          { title: `Learning on with ${fileName ?? 'pasted rows'}`, place: stageHref(projectId, 'learn') },
        );
      },
      (result) => {
        this.result = result;
      },
    );
  }
}

export const learningOf = keeper((house: House, projectId: Id) => new Learning(house, projectId));
