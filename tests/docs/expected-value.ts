/** What a comment behind a statement says of its value. */
export type Expectation =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'throws'; readonly code: string }
  | { readonly kind: 'words' };

const VALUE_START =
  /^(?:-?\d|-?Infinity\b|['"[{]|(?:true|false|null|undefined|NaN)\b|\w+Array ?[[(]|throws\b)/u;

/**
 * Reads `// 0.75`, `// 0.69...` (a number that begins so), `// 'text'`, `// [1, 2]`, `// { a: 1 }`,
 * `// Float64Array [0, 1]` or `// throws some-code`. Anything else is words.
 *
 * @throws where it begins as a value and does not end as one: such a comment would be checked by nobody.
 */
export function expectationOf(comment: string): Expectation {
  const text = comment.trim();
  if (!VALUE_START.test(text)) return { kind: 'words' };
  const code = /^throws (?<code>[\w-]+)$/u.exec(text)?.groups?.['code'];
  if (code) return { kind: 'throws', code };
  const reader = new ValueReader(text);
  const value = reader.value();
  reader.end();
  return { kind: 'value', value };
}

const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

const ARRAYS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
};

class ValueReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): unknown {
    const array = this.#take(/(\w+Array)\s*(?=\[)/uy);
    if (array) return this.#typedArray(array[1]!);
    if (this.#take(/\[/uy)) return this.#list(/\]/uy, () => this.value());
    if (this.#take(/\{/uy)) return Object.fromEntries(this.#list(/\}/uy, () => this.#entry()));
    const number = this.#take(/(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(\.\.\.)?/uy);
    if (number) return number[2] ? new NumberThatBegins(number[1]!) : Number(number[1]);
    const word = this.#take(/-?[A-Za-z]+/uy)?.[0];
    if (word !== undefined && WORDS.has(word)) return WORDS.get(word);
    return word === undefined ? this.#string() : this.#fail();
  }

  end(): void {
    this.#need(/$/uy);
  }

  #typedArray(name: string): unknown {
    const array = ARRAYS[name as keyof typeof ARRAYS] ?? this.#fail();
    const values = this.value() as (number | NumberThatBegins)[];
    return values.some((each) => each instanceof NumberThatBegins)
      ? new ArrayThatBegins(array, values)
      : array.from(values as number[]);
  }

  #list<T>(close: RegExp, item: () => T): T[] {
    const items: T[] = [];
    while (!this.#take(close)) {
      items.push(item());
      if (this.#take(/,/uy)) continue;
      this.#need(close);
      break;
    }
    return items;
  }

  #entry(): [string, unknown] {
    const key = this.#take(/[A-Za-z_$][\w$]*/uy)?.[0] ?? this.#string();
    this.#need(/:/uy);
    return [key, this.value()];
  }

  #string(): string {
    const quoted = this.#take(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/uy)?.[0] ?? this.#fail();
    const body = quoted.slice(1, -1).replace(/\\'|(?<!\\)"/gu, (quote) => (quote === '"' ? '\\"' : "'"));
    return JSON.parse(`"${body}"`) as string;
  }

  /** The match of a sticky pattern here, past any blanks; moves on behind it. */
  #take(pattern: RegExp): RegExpExecArray | null {
    while (this.#text[this.#at] === ' ') this.#at++;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #need(pattern: RegExp): void {
    if (!this.#take(pattern)) this.#fail();
  }

  #fail(): never {
    throw new Error(
      `"${this.#text}" begins as a value but is none from "${this.#text.slice(this.#at)}" on; write a value, or words that do not begin as one`,
    );
  }
}

/** Matches, in vitest's comparisons, the numbers whose digits begin as given: `0.69...` is 0.6931 and not 0.7. */
class NumberThatBegins {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }

  asymmetricMatch(actual: unknown): boolean {
    return typeof actual === 'number' && String(actual).startsWith(this.digits);
  }

  toString(): string {
    return `${this.digits}...`;
  }
}

class ArrayThatBegins {
  readonly array: { readonly name: string };
  readonly values: readonly (number | NumberThatBegins)[];

  constructor(array: { readonly name: string }, values: readonly (number | NumberThatBegins)[]) {
    this.array = array;
    this.values = values;
  }

  asymmetricMatch(actual: unknown): boolean {
    if (!ArrayBuffer.isView(actual) || actual.constructor !== this.array) return false;
    const numbers = Array.from(actual as Float64Array);
    const round = actual instanceof Float32Array ? Math.fround : Number;
    return (
      numbers.length === this.values.length &&
      this.values.every((value, i) =>
        typeof value === 'number' ? Object.is(round(value), numbers[i]) : value.asymmetricMatch(numbers[i]),
      )
    );
  }

  toString(): string {
    return `${this.array.name} [${this.values.join(', ')}]`;
  }
}
