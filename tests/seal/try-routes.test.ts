import { expect, test } from 'vitest';
import { addressOf } from '../../src/seal/try-routes.ts';

test('another origin is one that can never resolve, and the own one stays in the folder of the app', () => {
  const home = 'https://host.example/app/';
  const mark = 'm1';
  expect(new URL(addressOf('another origin', mark, home)).hostname).toMatch(/^m1\..*\.invalid$/);
  for (const to of ['own path', 'own query', 'own body'] as const) {
    expect(addressOf(to, mark, home)).toMatch(/^https:\/\/host\.example\/app\//);
    expect(addressOf(to, mark, home)).toContain(mark);
  }
});
