import { describe, expect, test } from 'vitest';
import { championOn, importCsv, openHouse, rowsAsCsv, seaStream, train } from './house-for-test.ts';

const stream = seaStream(2000);

/** A project with three versions, of which the first is the champion. */
async function threeVersions() {
  const { house, table, projectId, version: first } = await championOn(stream, 0, 300);
  const [second, third] = [await train(house, table, { seed: 2 }), await train(house, table, { seed: 3 })];
  const { workspace } = house;
  const champion = async () => (await workspace.project(projectId)).aliases.champion?.versionId;
  const challenger = async () => (await workspace.project(projectId)).aliases.challenger?.versionId;
  const moves = async () =>
    (await workspace.events(projectId, 100))
      .toReversed()
      .flatMap(({ event }) =>
        event.kind === 'alias-moved' ? [[event.alias, event.from, event.to, event.by, event.reason]] : [],
      );
  return {
    house,
    workspace,
    projectId,
    champion,
    challenger,
    moves,
    ids: [first.id, second.id, third.id] as const,
  };
}

describe('moving a name', () => {
  test('is kept with who moved it and why, in one commit', async () => {
    const { house, workspace, projectId, ids, champion, moves } = await threeVersions();
    const before = house.commits();
    const view = await workspace.moveAlias(projectId, 'champion', ids[1], 'it is calibrated');
    expect(house.commits()).toBe(before + 1);
    expect(view.aliases.champion!.versionId).toBe(ids[1]);
    expect(await champion()).toBe(ids[1]);
    expect(await moves()).toEqual([
      ['champion', null, ids[0], 'rule', 'the first model of the project'],
      ['champion', ids[0], ids[1], 'person', 'it is calibrated'],
    ]);
  });

  test('to where it points already changes nothing', async () => {
    const { house, workspace, projectId, ids } = await threeVersions();
    const before = house.contents();
    await workspace.moveAlias(projectId, 'champion', ids[0], 'again');
    expect(house.contents()).toEqual(before);
  });

  test('a challenger that becomes champion challenges no longer', async () => {
    const { workspace, projectId, ids, challenger, moves } = await threeVersions();
    await workspace.moveAlias(projectId, 'challenger', ids[1], 'try it');
    expect(await challenger()).toBe(ids[1]);
    await workspace.moveAlias(projectId, 'champion', ids[1], 'it is better');
    expect(await challenger()).toBeUndefined();
    expect((await moves()).slice(1)).toEqual([
      ['challenger', null, ids[1], 'person', 'try it'],
      ['champion', ids[0], ids[1], 'person', 'it is better'],
      ['challenger', ids[1], null, 'rule', 'it has become the champion'],
    ]);
  });

  test('a challenger can be sent away', async () => {
    const { workspace, projectId, ids, challenger } = await threeVersions();
    await workspace.moveAlias(projectId, 'challenger', ids[2], 'try it');
    await workspace.moveAlias(projectId, 'challenger', null, 'enough');
    expect(await challenger()).toBeUndefined();
  });

  test('what cannot be is refused, and nothing is kept', async () => {
    const { house, workspace, projectId, ids } = await threeVersions();
    const table = await importCsv(house, rowsAsCsv(stream, 300, 500));
    const foreign = await train(house, table);
    const before = house.contents();
    for (const [name, versionId, code] of [
      ['champion', foreign.id, 'not-found'],
      ['champion', 'gone', 'not-found'],
      ['champion', null, 'alias'],
      ['challenger', ids[0], 'alias'],
    ] as const)
      await expect(workspace.moveAlias(projectId, name, versionId, 'why not')).rejects.toMatchObject({
        code,
      });
    expect(house.contents()).toEqual(before);
  });
});

describe('rolling back', () => {
  test('twice goes further back, and no further than the first', async () => {
    const { workspace, projectId, ids, champion, moves } = await threeVersions();
    await workspace.moveAlias(projectId, 'champion', ids[1], 'a');
    await workspace.moveAlias(projectId, 'champion', ids[2], 'b');
    const view = await workspace.rollback(projectId, 'worse');
    expect(view.aliases.champion!.versionId).toBe(ids[1]);
    await workspace.rollback(projectId, 'worse still');
    expect(await champion()).toBe(ids[0]);
    await expect(workspace.rollback(projectId, 'further')).rejects.toMatchObject({
      code: 'no-rollback',
      message: 'this champion is the first one: there is none before it',
    });
    expect((await moves()).slice(-2)).toEqual([
      ['champion', ids[2], ids[1], 'rollback', 'worse'],
      ['champion', ids[1], ids[0], 'rollback', 'worse still'],
    ]);
  });

  test('after a move that followed a rollback goes to where that move came from', async () => {
    const { workspace, projectId, ids, champion } = await threeVersions();
    await workspace.moveAlias(projectId, 'champion', ids[1], 'a');
    await workspace.rollback(projectId, 'b');
    await workspace.moveAlias(projectId, 'champion', ids[2], 'c');
    await workspace.rollback(projectId, 'd');
    expect(await champion()).toBe(ids[0]);
  });

  test('to a version that was the challenger meanwhile leaves no version as both', async () => {
    const { workspace, projectId, ids, champion, challenger } = await threeVersions();
    await workspace.moveAlias(projectId, 'champion', ids[1], 'a');
    await workspace.moveAlias(projectId, 'challenger', ids[0], 'b');
    await workspace.rollback(projectId, 'c');
    expect(await champion()).toBe(ids[0]);
    expect(await challenger()).toBeUndefined();
  });

  test('without a model there is nothing to go back to', async () => {
    const house = openHouse();
    const { projectId } = await importCsv(house, rowsAsCsv(stream, 0, 100));
    await expect(house.workspace.rollback(projectId, 'x')).rejects.toMatchObject({ code: 'no-rollback' });
  });
});
