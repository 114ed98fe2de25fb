import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copier } from '../../src/workspace/new-ids.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ids = fc
  .array(fc.constantFrom(...DIGITS), { minLength: 25, maxLength: 25 })
  .map((digits) => `0${digits.join('')}`);

/** Ids that differ in their last digits only, as those of one moment do. */
const near = fc
  .tuple(ids, fc.uniqueArray(fc.constantFrom(...DIGITS), { minLength: 2 }))
  .map(([id, ends]) => ends.map((end) => id.slice(0, -1) + end));

test('ids of a copy are others, each of one id, of the same moment and in the same order', () => {
  fc.assert(
    fc.property(fc.array(ids), near, (some, others) => {
      const copied = copier(false);
      const given = (id: string) =>
        copied({ kind: 'project', id, projectId: id, name: '', createdAt: 0, target: null }).id;
      const sorted = [...new Set([...some, ...others])].sort();
      const anew = sorted.map(given);
      expect(anew).toEqual([...new Set(anew)].sort());
      for (const [index, id] of sorted.entries()) {
        expect(anew[index]).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
        expect(sorted).not.toContain(anew[index]);
        expect(given(id)).toBe(anew[index]);
      }
    }),
    { numRuns: 50 },
  );
});

test('the last id that there is has one in a copy as well', () => {
  const last = '7'.padEnd(26, 'Z');
  const { id } = copier(false)({
    kind: 'project',
    id: last,
    projectId: last,
    name: '',
    createdAt: 0,
    target: null,
  });
  expect(id).toMatch(/^0{14}[0-9A-HJKMNP-TV-Z]{12}$/);
});
