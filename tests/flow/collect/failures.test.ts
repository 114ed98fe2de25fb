import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../../src/core/errors.ts';
import type { ReadOptions } from '../../../src/core/reader.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import { readAll } from '../../checks/reading.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** File, the error's code, its sentence, its details. */
const FAILURES: Record<
  string,
  {
    file: string | Uint8Array<ArrayBuffer>;
    options?: ReadOptions;
    code: string;
    sentence: string;
    details: object;
  }
> = {
  'an empty file': {
    file: '',
    code: 'empty-file',
    sentence: 'the file is empty; choose one with a header and at least one row',
    details: {},
  },
  'empty lines alone': {
    file: '\n\r\n\n',
    code: 'empty-file',
    sentence: 'the file is empty; choose one with a header and at least one row',
    details: {},
  },
  'a header alone': {
    file: 'age,name\n',
    code: 'no-rows',
    sentence:
      'the file has a header ("age", "name") but no rows below it; add rows, or read the file as one without a header',
    details: { columns: 2 },
  },
  'a long header alone': {
    file: `${'x'.repeat(1 << 21)};b;c;d;e;f;g\n`,
    code: 'no-rows',
    sentence: `the file has a header ("${'x'.repeat(60)}…", "b", "c", "d", "e" and 2 more) but no rows below it; add rows, or read the file as one without a header`,
    details: { columns: 7 },
  },
  'a row that is too long': {
    file: 'a,b\n1,2\n3,4,5\n6,7\n',
    code: 'ragged-row',
    sentence:
      'line 3 has 3 cells, the first line has 2 cells (line 3: "3,4,5"); put quotes around cells that contain a comma, or choose another delimiter',
    details: { line: 3, cells: 3, columns: 2, text: '3,4,5' },
  },
  'a row that is too short, after a cell of two lines': {
    file: 'a;b;c\n1;"x\ny";3\n\n4;5\n',
    code: 'ragged-row',
    sentence:
      'line 5 has 2 cells, the first line has 3 cells (line 5: "4;5"); add the missing cells, or choose another delimiter than the semicolon',
    details: { line: 5, cells: 2, columns: 3, text: '4;5' },
  },
  'a row of one cell': {
    file: 'a,b\n1,2\nend\n',
    code: 'ragged-row',
    sentence:
      'line 3 has 1 cell, the first line has 2 cells (line 3: "end"); add the missing cells, or choose another delimiter than the comma',
    details: { line: 3, cells: 1, columns: 2, text: 'end' },
  },
  'a quote that never closes': {
    file: 'a,b,c\n1,2,3\n4,"five,6\n7,8,9\n',
    code: 'open-quote',
    sentence: 'line 3, column 2: a quote opens and never closes, at ""five,6"; close it or remove it',
    details: { line: 3, column: 2, text: '"five,6' },
  },
  'text after a closing quote': {
    file: 'a,b\n1,"x, y" z\n2,"p, q"\n',
    code: 'text-after-quote',
    sentence:
      'line 2, column 2: text follows the closing quote in ""x, y" z"; double the quotes inside the cell ("" for ") or remove the one at its start',
    details: { line: 2, column: 2, text: '"x, y" z' },
  },
  'an empty column name': {
    file: 'a,,c\n1,2,3\n',
    code: 'empty-header',
    sentence:
      'line 1: column 2 of 3 has no name ("" in the header); give it one in the file, or read the file as one without a header',
    details: { line: 1, column: 2 },
  },
  'a column name used twice': {
    file: '\na,b, a\n1,2,3\n',
    code: 'duplicate-header',
    sentence: 'line 2: columns 1 and 3 have the same name "a"; rename one of them in the file',
    details: { line: 2, column: 3, name: 'a' },
  },
  'a binary file': {
    file: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]),
    code: 'binary',
    sentence:
      'this is not a text file: byte 5 is NUL, which no text has; choose a CSV or TSV file saved as UTF-8',
    details: { byte: 5 },
  },
  'UTF-16 of a header alone': {
    file: new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0]),
    code: 'no-rows',
    sentence:
      'the file has a header ("a", "b") but no rows below it; add rows, or read the file as one without a header',
    details: { columns: 2 },
  },
  'half a letter in UTF-16': {
    file: new Uint8Array([0xfe, 0xff, 0, 0x61, 0, 10, 0xd8, 0, 0, 10]),
    code: 'encoding',
    sentence:
      'line 2 (byte 7) is not UTF-16 (big-endian) text; choose another encoding, or save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")',
    details: { line: 2, byte: 7 },
  },
  'UTF-16 that is cut off': {
    file: new Uint8Array([0xff, 0xfe, 0x61, 0, 10, 0, 0x62]),
    code: 'encoding',
    sentence:
      'line 2 (byte 7) is not UTF-16 (little-endian) text; choose another encoding, or save the file as UTF-8 (in a spreadsheet: "CSV UTF-8")',
    details: { line: 2, byte: 7 },
  },
  'Latin-1 that is said to be UTF-8': {
    file: bytesOf('a,b\n1,2\n3,caf\xe9\n4,5\n'),
    options: { encoding: 'utf-8' },
    code: 'encoding',
    sentence:
      'line 3 (byte 14) is not UTF-8 text; choose another encoding, or save the file as UTF-8 (in a spreadsheet: "CSV UTF-8") and try again',
    details: { line: 3, byte: 14 },
  },
  'UTF-8 and Latin-1 in one file': {
    file: bytesOf('a,b\n1,caf\xc3\xa9\n3,caf\xe9\n4,5\n'),
    code: 'encoding',
    sentence:
      'the file mixes encodings: line 3 (byte 18) is not UTF-8 text, but line 2 (byte 10) is; save the file as UTF-8, or choose Windows-1252 to read it in spite of that',
    details: { line: 3, byte: 18, utf8Line: 2 },
  },
  'Latin-1 after a megabyte, UTF-8 after that': {
    file: bytesOf(`a,b\n${'1,x\n'.repeat(300000)}3,caf\xe9\n4,caf\xc3\xa9\n`),
    code: 'encoding',
    sentence:
      'the file mixes encodings: line 300002 (byte 1200010) is not UTF-8 text, but line 300003 (byte 1200017) is; save the file as UTF-8, or choose Windows-1252 to read it in spite of that',
    details: { line: 300002, byte: 1200010 },
  },
  'an encoding of another script': {
    file: bytesOf('a,b\n1,2\n3,\x93\x81\n'),
    code: 'encoding',
    sentence:
      'line 3 (byte 12) is text neither in UTF-8 nor in Windows-1252; save the file as UTF-8 (in a spreadsheet: "CSV UTF-8"), or choose its encoding',
    details: { line: 3, byte: 12 },
  },
  'a NUL after the first megabyte': {
    file: `a,b\n${'1,2\n'.repeat(300000)}3,\0\n`,
    code: 'binary',
    sentence:
      'line 300002 contains a byte that no text has (NUL), so this is not a delimited text file; choose a CSV or TSV file saved as UTF-8',
    details: { line: 300002 },
  },
  'a first line without end': {
    file: 'x'.repeat(1 << 25),
    code: 'long-line',
    sentence: 'line 1 is longer than 16 MB; check that this is a delimited text file with one row a line',
    details: { line: 1 },
  },
  'a line over 16 MB': {
    file: `a,b\n${'1,2\n'.repeat(300000)}3,"${'x'.repeat((1 << 24) + (1 << 20))}`,
    code: 'open-quote',
    sentence: `line 300002, column 2: a quote opens and never closes, at ""${'x'.repeat(59)}…"; close it or remove it`,
    details: { line: 300002, column: 2, text: `"${'x'.repeat(199)}` },
  },
  'a line over 16 MB without quotes': {
    file: `a,b\n${'1,2\n'.repeat(300000)}3,${'x'.repeat((1 << 24) + (1 << 20))}`,
    code: 'long-line',
    sentence:
      'line 300002 is longer than 16 MB; check that this is a delimited text file with one row a line',
    details: { line: 300002 },
  },
  'another delimiter asked for': {
    file: 'a,b\n1;5,2\n',
    options: { delimiter: ';' },
    code: 'ragged-row',
    sentence:
      'line 2 has 2 cells, the first line has 1 cell (line 2: "1;5,2"); put quotes around cells that contain a semicolon, or choose another delimiter',
    details: { line: 2, cells: 2, columns: 1, text: '1;5,2' },
  },
};

describe('every failure is a sentence that says where and what to do', () => {
  for (const [name, { file, options, code, sentence, details }] of Object.entries(FAILURES))
    test(name, async () => {
      const error: unknown = await readAll(delimited, new Blob([file]), options).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(PerennialError);
      const { message, ...rest } = error as PerennialError;
      expect(message).toBe(sentence);
      expect(rest).toMatchObject({ code, stage: 'collect', details });
    });
});
