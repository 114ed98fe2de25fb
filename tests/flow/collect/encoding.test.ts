import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt } from '../../../src/core/column.ts';
import type { FileEncoding } from '../../../src/core/reader.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import { transcoder } from '../../../src/flow/collect/transcoder.ts';
import { readAll } from '../../checks/reading.ts';
import { encode, WESTERN } from './encoded.ts';

const ENCODINGS: readonly FileEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
const westernLetter = fc.constantFrom(...Object.keys(WESTERN), ...'aB7 ,;"\n\r\tàéßÿÄñ¿»');
const anyLetter = fc.oneof(westernLetter, fc.constantFrom('漢', 'Ж', '😀', '\ufeff', 'ệ'));

describe('every encoding becomes UTF-8', () => {
  for (const encoding of ENCODINGS)
    test(`${encoding}, whatever the slices`, () => {
      const letter = encoding === 'windows-1252' ? westernLetter : anyLetter;
      fc.assert(
        fc.property(fc.string({ unit: letter }), fc.integer({ min: 1, max: 9 }), (text, sliceBytes) => {
          const bytes = encode(text, encoding);
          const toUtf8 = transcoder(encoding);
          const parts: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; at += sliceBytes)
            parts.push(toUtf8(bytes.slice(at, at + sliceBytes), at + sliceBytes >= bytes.length));
          expect(Buffer.concat(parts).toString('utf8')).toBe(text);
        }),
      );
    });
});

describe('the encoding is found out', () => {
  const text = `name,n\n${'Zoë,1\n„Spaß“,2\nMENÜ »x«,3\n'.repeat(3)}`;
  const ascii = (rows: number) => `name,n\n${'Bob,1\n'.repeat(rows)}`;

  for (const encoding of ENCODINGS)
    for (const mark of ['', '\ufeff'].slice(0, encoding === 'windows-1252' ? 1 : 2))
      test(`${encoding} ${mark ? 'with' : 'without'} a byte order mark`, async () => {
        const { table, report } = await readAll(delimited, new Blob([encode(mark + text, encoding)]));
        expect(report).toMatchObject({ encoding, rows: 9, hasHeader: true });
        expect(table.columns.map(({ name }) => name)).toEqual(['name', 'n']);
        expect([0, 1, 2].map((row) => cellAt(table.columns[0]!, row))).toEqual(['Zoë', '„Spaß“', 'MENÜ »x«']);
        expect(report.notes).toEqual(
          encoding === 'windows-1252'
            ? [
                'the file is not UTF-8 and is read as Windows-1252; check its letters with marks (first in line 2), and choose another encoding if they are wrong',
              ]
            : [],
        );
      });

  test('a letter that is not ASCII may come late', async () => {
    for (const encoding of ['utf-8', 'windows-1252'] as const) {
      const file = new Blob([encode(`${ascii(200_000)}Zoë,2\n`, encoding)]);
      const { table, report } = await readAll(delimited, file);
      expect(report).toMatchObject({ encoding, rows: 200_001 });
      expect(cellAt(table.columns[0]!, 200_000)).toBe('Zoë');
    }
  });

  test('a file of several megabytes in UTF-16', async () => {
    const file = new Blob([encode(`\ufeff${ascii(400_000)}Zoë 😀,2\n`, 'utf-16be')]);
    const { table, report } = await readAll(delimited, file);
    expect(report).toMatchObject({ encoding: 'utf-16be', rows: 400_001 });
    expect(cellAt(table.columns[0]!, 400_000)).toBe('Zoë 😀');
  });

  test('a person knows better', async () => {
    const mixed = new Blob([encode('a,b\n1,café\n2,', 'utf-8'), encode('café\n', 'windows-1252')]);
    const { table, report } = await readAll(delimited, mixed, { encoding: 'windows-1252' });
    expect(report).toMatchObject({ encoding: 'windows-1252', notes: [] });
    expect([0, 1].map((row) => cellAt(table.columns[1]!, row))).toEqual(['cafÃ©', 'café']);
  });
});
