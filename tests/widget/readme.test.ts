import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../src/widget/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const readme = read('README.md');

/** The names in the first column of the table whose head begins so. */
function named(head: string): string[] {
  const [, table = ''] = readme.split(new RegExp(`^\\| ${head} +\\|`, 'm'));
  const [rows = ''] = table.split('\n\n');
  return [...rows.matchAll(/^\| `([\w-]+)/gm)].map(([, name]) => name!).sort();
}

function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();
}

const within = (text: string, begin: string, end: string) => text.split(begin)[1]!.split(end)[0]!;

test('the tables name what the source has, no more and no less', () => {
  const settings = within(read('settings.ts'), 'ATTRIBUTES = [', ']');
  expect(named('attribute')).toEqual(all(settings, /'([\w-]+)'/g));

  const element = within(read('public.d.ts'), 'declare class PerennialModel', 'declare global');
  expect(named('property')).toEqual(all(element, /^ {2}(?:readonly )?(\w+):/gm));
  expect(named('method')).toEqual(
    all(element, /^ {2}(\w+)[(<]/gm).filter((name) => name !== 'addEventListener'),
  );

  const events = within(read('events.ts'), 'interface PerennialModelEvents {', '\n}');
  expect(named('event')).toEqual(all(events, /^ {2}readonly (\w+):/gm));

  const styles = read('styles.ts');
  expect(named('custom property')).toEqual(all(styles, /var\((--perennial-[\w-]+)/g));

  const sources = ['element.ts', 'panel.ts', 'fields.ts'].map(read).join('\n');
  const parts = all(sources, /\bpart: '([^']+)'/g).flatMap((names) => names.split(' '));
  expect(named('part')).toEqual([...new Set(parts)].sort());
});
