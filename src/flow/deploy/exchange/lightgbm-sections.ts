import { ABOUT_KEY } from './about.ts';

/** The lines of a model file of LightGBM, by what they belong to; what is not read is not kept. */
export interface LightgbmSections {
  readonly head: ReadonlyMap<string, string>;
  readonly trees: readonly ReadonlyMap<string, string>[];
  /** `[alpha: 0.9]` */
  readonly parameters: ReadonlyMap<string, string>;
  /** JSON; null where the line is missing. */
  readonly pandasCategorical: string | null;
  readonly about: string | null;
}

const PANDAS = 'pandas_categorical:';
const ABOUT = `${ABOUT_KEY}:`;

/** Throws, by way of `refuse`, where the file is cut off, or a line is none of such a file. */
export function lightgbmSections(text: string, refuse: (what: string) => never): LightgbmSections {
  const head = new Map<string, string>();
  const trees: Map<string, string>[] = [];
  const parameters = new Map<string, string>();
  let pandasCategorical: string | null = null;
  let about: string | null = null;
  let place: 'head' | 'trees' | 'after' = 'head';
  for (const [at, line] of lines(text)) {
    if (place === 'after') {
      if (line.startsWith(PANDAS)) pandasCategorical = line.slice(PANDAS.length);
      else if (line.startsWith(ABOUT)) about = line.slice(ABOUT.length);
      const parameter = /^\[([a-z_0-9]+): ?(.*)\]$/u.exec(line);
      if (parameter) parameters.set(parameter[1]!, parameter[2]!);
      continue;
    }
    if (line === 'end of trees') {
      place = 'after';
      continue;
    }
    if (line === '' || (at === 1 && line === 'tree')) continue;
    if (line.startsWith('Tree=')) {
      const number = trees.length;
      if (line !== `Tree=${number}`)
        refuse(`line ${at} is "${line.slice(0, 40)}", where "Tree=${number}" belongs`);
      trees.push(new Map());
      place = 'trees';
      continue;
    }
    const cut = line.indexOf('=');
    const into = place === 'head' ? head : trees.at(-1)!;
    into.set(cut < 0 ? line : line.slice(0, cut), cut < 0 ? '' : line.slice(cut + 1));
  }
  if (place !== 'after') refuse('it has no line "end of trees": it is cut off');
  return { head, trees, parameters, pandasCategorical, about };
}

/** With their numbers from 1 on, without their ends. */
function* lines(text: string): Generator<readonly [number, string]> {
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    yield [number, line.endsWith('\r') ? line.slice(0, -1) : line];
    start = end < 0 ? text.length : end + 1;
  }
}
