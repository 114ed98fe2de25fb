import {
  array,
  custom,
  type GenericSchema,
  getDotPath,
  type InferOutput,
  integer,
  minValue,
  number,
  pipe,
  readonly,
  regex,
  safeInteger,
  safeParse,
  strictObject,
  string,
} from 'valibot';
import type { Json, JsonObject } from '../../../../core/json.ts';
import type { Role } from '../../../../core/records.ts';

// What the schemas of all records are made of.

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Takes a schema only if what it lets through is the record's own type, no more and no less. */
export function schemaOf<T>() {
  return <S extends GenericSchema>(schema: Same<InferOutput<S>, T> extends true ? S : never): S => schema;
}

/** A ULID, as every record's id is one. */
export const id = pipe(string(), regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'is no id'));
export const hash = pipe(string(), regex(/^[0-9a-f]{64}$/, 'is no SHA-256'));
export const text = string();
export const count = pipe(number(), safeInteger(), minValue(0));
export const whole = pipe(number(), integer());
/** NaN and the infinities included: what is measured may be undefined, and a bet may lose everything. */
export const measured = custom<number>((value) => typeof value === 'number', 'is no number');
export const share = custom<number>((value) => Number(value) >= 0 && Number(value) <= 1, 'is no share');
export const json = custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'is no object',
);

export function list<S extends GenericSchema>(item: S) {
  return pipe(array(item), readonly());
}

export const roleCounts = strictObject({
  train: count,
  validation: count,
  guard: count,
  report: count,
  judge: count,
  unused: count,
} satisfies Record<Role, typeof count>);

/**
 * The record that this is, as it was handed in: a copy would order its names anew. Throws an Error that says where it is
 * not one.
 */
export function checkRecord<T>(schema: GenericSchema<unknown, T>, value: Json): T {
  const { success, issues } = safeParse(schema, value, { abortEarly: true });
  if (success) return value as T;
  const [issue] = issues;
  throw new Error(`"${getDotPath(issue) ?? 'the whole'}" is not as it must be (${issue.message})`);
}
