import '../plain-runes.ts';
import { describe, expect, test } from 'vitest';
import { Playing } from '../../../src/app/state/playing.svelte.ts';
import { PerennialError, throwIfCancelled } from '../../../src/core/errors.ts';
import type { PlayClient } from '../../../src/bridge/play-client.ts';
import type { PlayRequest, PlayStep } from '../../../workers/play/contract.ts';
import { openingOf, stepsOf } from './play-steps.ts';

const request: PlayRequest = {
  source: { kind: 'sample', sample: 'sea', rows: 1100 },
  detector: 'hddm-a',
  seed: 1,
};

/** A worker that answers at once, or when it is let. */
class SmallClient implements Omit<PlayClient, 'selfTest'> {
  opened: PlayRequest[] = [];
  asked = 0;
  isEnded = false;
  failure: PerennialError | null = null;
  #steps: PlayStep[] = [];

  async open(asked: PlayRequest): ReturnType<PlayClient['open']> {
    this.opened.push(asked);
    if (this.failure) throw this.failure;
    this.#steps = [...stepsOf(1100, 50)];
    return openingOf(1100);
  }

  async next(signal: AbortSignal): Promise<PlayStep | null> {
    this.asked += 1;
    await Promise.resolve();
    throwIfCancelled(signal);
    return this.#steps.shift() ?? null;
  }

  end(): void {
    this.isEnded = true;
  }
}

async function started(isPaused = false) {
  const client = new SmallClient();
  const playing = new Playing(client);
  await playing.start(request, isPaused);
  await settled();
  return { client, playing };
}

/** Until every promise that could settle has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a play', () => {
  test('is shown at its speed, whatever the frames', async () => {
    const { playing } = await started();
    expect(playing.state).toBe('running');
    playing.speed = 100;
    for (let frame = 0; frame < 32; frame++) playing.advance(1 / 64);
    expect(playing.shown).toBe(150);
  });

  test('computes a few batches ahead, and no more', async () => {
    const { client, playing } = await started();
    expect(client.asked).toBe(6);
    playing.stepBatch();
    await settled();
    expect(client.asked).toBe(7);
  });

  test('goes to its end as fast as it can', async () => {
    const { playing } = await started();
    playing.speed = Infinity;
    for (let frame = 0; frame < 40 && playing.state === 'running'; frame++) {
      playing.advance(0);
      await settled();
    }
    expect([playing.state, playing.shown]).toEqual(['done', 1100]);
  });

  test('waits where the next row is not there yet', async () => {
    const { playing } = await started();
    playing.speed = Infinity;
    playing.advance(1);
    expect([playing.shown, playing.isWaiting]).toEqual([400, true]);
    await settled();
    playing.advance(1);
    expect(playing.shown).toBe(700);
  });

  test('stands still while it is paused, and steps by a row or to the end of the batch', async () => {
    const { playing } = await started();
    playing.toggle();
    playing.advance(0.2);
    expect([playing.state, playing.shown]).toEqual(['paused', 100]);
    playing.stepRow();
    expect(playing.shown).toBe(101);
    playing.stepBatch();
    expect(playing.shown).toBe(150);
    playing.stepBatch();
    expect([playing.state, playing.shown]).toEqual(['paused', 200]);
    playing.toggle();
    expect(playing.state).toBe('running');
  });

  test('takes a step that was asked for before its rows were there, as soon as they are', async () => {
    const { playing } = await started(true);
    for (let batch = 0; batch < 6; batch++) playing.stepBatch();
    const { shown } = playing;
    playing.stepRow();
    expect([playing.shown, playing.isWaiting]).toEqual([shown, true]);
    await settled();
    expect([playing.state, playing.shown, playing.isWaiting]).toEqual(['paused', shown + 1, false]);
  });

  test('shows whole batches where motion is unwanted', async () => {
    const { playing } = await started();
    playing.inBatches = true;
    playing.speed = 100;
    const seen = new Set<number>();
    for (let frame = 0; frame < 60; frame++) {
      playing.advance(1 / 40);
      seen.add(playing.shown);
    }
    expect([...seen]).toEqual([100, 150, 200, 250]);
  });

  test('does not make up for the time in which it was hidden', async () => {
    const { playing } = await started();
    playing.speed = 100;
    playing.advance(3600);
    expect(playing.shown).toBe(125);
  });

  test('restarts with the same request; the one before is not heard any more', async () => {
    const { client, playing } = await started();
    playing.stepBatch();
    const before = playing.picture;
    playing.restart();
    await settled();
    expect(client.opened).toEqual([request, request]);
    expect(playing.picture).not.toBe(before);
    expect([playing.state, playing.shown]).toEqual(['running', 100]);
  });

  test('says what kept it from being played', async () => {
    const client = new SmallClient();
    client.failure = new PerennialError('play-task', 'a number cannot be played');
    const playing = new Playing(client);
    await playing.start(request);
    expect([playing.state, playing.problem?.code]).toEqual(['failed', 'play-task']);
  });

  test('ends with its page', async () => {
    const { client, playing } = await started();
    playing.close();
    expect([client.isEnded, playing.picture, playing.state]).toEqual([true, null, 'idle']);
    playing.advance(1);
    expect(playing.state).toBe('idle');
  });
});
