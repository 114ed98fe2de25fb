import { describe, expect, test } from 'vitest';
import { chosenVersion } from '../../../src/app/state/chosen-version.ts';
import { keeper } from '../../../src/app/state/keeper.ts';
import { unknownLabel } from '../../../src/app/state/unknown-label.ts';
import { PerennialError } from '../../../src/core/errors.ts';
import type { Alias, ModelVersion } from '../../../src/core/records.ts';

describe('chosenVersion', () => {
  const versions = ['A', 'B', 'C'].map((id) => ({ id }) as ModelVersion);
  const champion = { versionId: 'B' } as Alias;

  test.each([
    ['C', 'C'],
    [undefined, 'B'],
    ['gone', 'B'],
  ])('the address names %s: %s is shown', (named, shown) => {
    expect(chosenVersion({ versions, aliases: { champion } }, named)?.id).toBe(shown);
  });
  test('without a champion the newest, without versions none', () => {
    expect(chosenVersion({ versions, aliases: {} }, undefined)?.id).toBe('C');
    expect(chosenVersion({ versions: [], aliases: {} }, 'A')).toBeNull();
  });
});

describe('keeper', () => {
  test('one controller a house and project', () => {
    const of = keeper((_house: object, projectId: string) => ({ projectId }));
    const [first, second] = [{}, {}];
    expect(of(first, 'P')).toBe(of(first, 'P'));
    expect(of(first, 'P')).not.toBe(of(first, 'Q'));
    expect(of(first, 'P')).not.toBe(of(second, 'P'));
  });
});

describe('unknownLabel', () => {
  test('tells the label and what it may be meant for', () => {
    const error = new PerennialError('unknown-label', '', { details: { label: 'Up.', suggestion: 'UP' } });
    expect(unknownLabel(error)).toEqual({ label: 'Up.', suggestion: 'UP' });
    expect(unknownLabel(new PerennialError('unknown-label', '', { details: { label: 'x' } }))).toEqual({
      label: 'x',
      suggestion: null,
    });
  });
  test('other errors tell none', () => {
    expect(unknownLabel(new PerennialError('no-labels', '', { details: { label: 'x' } }))).toBeNull();
    expect(unknownLabel(null)).toBeNull();
  });
});
