import { expect, test } from 'vitest';
import { type LaunchQueue, takeLaunchedFiles } from '../../../src/app/state/launched-files.ts';

test('tables and archives go their own ways, and a file that is gone is told of', async () => {
  const taken: string[] = [];
  const handle = (name: string) => ({ getFile: async () => new File(['a'], name) });
  const queue: LaunchQueue = {
    setConsumer: (consumer) =>
      consumer({
        files: [
          handle('rows.csv'),
          handle('Model.PERENNIAL'),
          {
            getFile: async () => {
              throw new Error('it was moved');
            },
          },
        ],
      }),
  };
  await new Promise<void>((resolve) => {
    const add = (text: string) => void (taken.push(text) === 3 && resolve());
    takeLaunchedFiles(queue, {
      table: ({ name }) => add(`table ${name}`),
      archive: ({ name }) => add(`archive ${name}`),
      failed: add,
    });
  });
  expect(taken.sort()).toEqual(['archive Model.PERENNIAL', 'it was moved', 'table rows.csv']);
});

test('a launch without files, and a browser without launches, take nothing', () => {
  const fail = () => expect.unreachable();
  const take = { table: fail, archive: fail, failed: fail };
  takeLaunchedFiles({ setConsumer: (consumer) => consumer({}) }, take);
  takeLaunchedFiles(undefined, take);
});
