import type { Json } from '../../../core/json.ts';

/** Looks into JSON of a stranger's: each look names the place that is not as it must be. */
export class JsonShape {
  readonly #refuse: (what: string) => never;

  constructor(refuse: (what: string) => never) {
    this.#refuse = refuse;
  }

  /** What stands under a key of its own; undefined where there is none. */
  at(value: Json | undefined, key: string): Json | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.hasOwn(value, key) ? (value as Readonly<Record<string, Json>>)[key] : undefined;
  }

  /** The object at a path of keys. */
  object(value: Json | undefined, place: string): Json {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    return this.#refuse(`"${place}" is no object`);
  }

  list(value: Json | undefined, place: string): readonly Json[] {
    return Array.isArray(value) ? (value as readonly Json[]) : this.#refuse(`"${place}" is no list`);
  }

  text(value: Json | undefined, place: string): string {
    return typeof value === 'string' ? value : this.#refuse(`"${place}" is no text`);
  }

  texts(value: Json | undefined, place: string): readonly string[] {
    return this.list(value, place).map((item, at) => this.text(item, `${place}[${at}]`));
  }

  /** Truth counts as 0 or 1. */
  numbers(value: Json | undefined, place: string, length?: number): readonly number[] {
    const list = this.list(value, place);
    if (length !== undefined && list.length !== length)
      this.#refuse(`"${place}" has ${list.length} numbers, not ${length}`);
    return list.map((item, at) => {
      const number = typeof item === 'boolean' ? Number(item) : item;
      return typeof number === 'number' && Number.isFinite(number)
        ? number
        : this.#refuse(`"${place}[${at}]" is ${JSON.stringify(item).slice(0, 40)}, where a number belongs`);
    });
  }

  /** A whole number, 0 or more, that is written as text. */
  count(value: Json | undefined, place: string): number {
    const number = Number(typeof value === 'string' && value.trim() !== '' ? value : NaN);
    return Number.isSafeInteger(number) && number >= 0
      ? number
      : this.#refuse(`"${place}" is ${JSON.stringify(value ?? null).slice(0, 40)}, where a count belongs`);
  }
}
