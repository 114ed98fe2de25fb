import { PerennialError } from '../../core/errors.ts';

const EXCERPT = 60;

/** A value for a sentence: in quotes, on one line, at most 60 characters of it. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return `"${line.length > EXCERPT ? `${line.slice(0, EXCERPT)}…` : line}"`;
}

export const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
};

/** An error of reading a file: a sentence with line, column and value, and the same as details for programs. */
export function unreadableFile(
  code: string,
  sentence: string,
  details: Readonly<Record<string, string | number>> = {},
): PerennialError {
  return new PerennialError(code, sentence, { stage: 'collect', details });
}
