import { deleteDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { openPerennialInWorker } from '../../src/library/in-worker.ts';
import { openPerennial } from '../../src/library/open.ts';
import { trees } from './trees.ts';

// The real workers, as the package starts them, and IndexedDB.

const NAME = 'library-test';
afterEach(() => deleteDB(NAME));

test('the same walk over workers; what was kept is there when the house is opened again, in a worker or in process', async () => {
  const first = openPerennialInWorker({ name: NAME });
  const project = await first.import(trees(0, 300), { name: 'trees' });
  const phases = new Set<string>();
  const { version } = await project.train({
    target: 'kind',
    learner: 'linear',
    onProgress: ({ phase }) => phases.add(phase),
  });
  expect(phases.size).toBeGreaterThan(0);
  const row = trees(300, 301)[0]!;
  const { answer } = await project.predict(row);
  const { judgement } = await project.learnOn(trees(300, 400));
  expect(judgement.verdict).toBe('unproven');
  await first.close();
  await expect(project.describe()).rejects.toMatchObject({ code: 'closed' });

  const again = openPerennialInWorker({ name: NAME });
  expect((await again.projects()).map((each) => each.champion?.id)).toEqual([version.id]);
  await again.close();

  const here = await openPerennial({ store: 'indexed-db', name: NAME });
  const same = await here.open(project.id);
  expect((await same.predict(row)).answer).toBe(answer);
  expect((await same.learnOn(trees(400, 440))).judgement.verdict).toBe('unproven');
  await here.close();
});

test('an aborted training ends at once and leaves nothing; houses of other names are apart', async () => {
  const house = openPerennialInWorker({ name: NAME });
  const project = await house.import(trees(0, 300));
  const controller = new AbortController();
  const training = project.train({ signal: controller.signal, onProgress: () => controller.abort() });
  await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  expect(await project.versions()).toEqual([]);

  const other = openPerennialInWorker({ name: `${NAME}-2` });
  expect(await other.projects()).toEqual([]);
  await other.close();
  await house.close();
  await deleteDB(`${NAME}-2`);
});

test('whoever embeds it may start the worker himself', async () => {
  const names: string[] = [];
  const house = openPerennialInWorker({
    name: NAME,
    startWorker: (name) => {
      names.push(name);
      return new Worker(new URL('../../workers/workspace/worker.ts', import.meta.url), {
        type: 'module',
        name,
      });
    },
  });
  expect(await house.projects()).toEqual([]);
  expect(names).toEqual([NAME]);
  await house.close();
});
