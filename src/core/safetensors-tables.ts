import { type Column, COLUMN_KINDS, type ColumnKind } from './column.ts';
import { PerennialError } from './errors.ts';
import { decodeSnapshot, encodeSnapshot, type Tensor, type TensorData } from './snapshot.ts';
import type { TableCodec } from './table-codec.ts';

/** What the header tells of a column; its values are the tensor of its place. */
type Described = {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly dictionary?: readonly string[];
};

const KIND = 'table';

/**
 * Tables as safetensors: a tensor for each column, and its name, kind and dictionary in the header. It takes no library, and
 * no other program reads it as a table: for stores that are small and stay where they are.
 *
 * `decode` throws `snapshot-format` for anything that `encode` has not made.
 *
 * @example
 * const table: Table = { rows: 2, columns: [{ kind: 'time', name: 'at', values: Float64Array.of(0, NaN) }] };
 * safetensorsTables.decode(safetensorsTables.encode(table))
 * // { rows: 2, columns: [{ kind: 'time', name: 'at', values: Float64Array [0, NaN] }] }
 */
export const safetensorsTables: TableCodec = {
  encode({ rows, columns }) {
    const described = columns.map(({ values: _, ...column }): Described => column);
    const tensors = columns.map(({ values }, index): [string, Tensor] => [
      String(index),
      { shape: [values.length], data: values },
    ]);
    return encodeSnapshot({
      kind: KIND,
      header: { rows, columns: described },
      tensors: Object.fromEntries(tensors),
    });
  },

  decode(bytes, names) {
    const { kind, header, tensors } = decodeSnapshot(bytes);
    if (kind !== KIND) return refuse(`it is a ${kind}`);
    const { rows, columns } = header as { rows: number; columns: readonly Described[] };
    const all = columns.map((column, index) => columnOf(column, rows, tensors[index]?.data));
    const isWhole = !names || [...names].some((name) => all.every((column) => column.name !== name));
    return { rows, columns: isWhole ? all : all.filter(({ name }) => names.has(name)) };
  },
};

function columnOf(described: Described, rows: number, values: TensorData | undefined): Column {
  const { name, kind, dictionary } = described;
  const array = kind === 'boolean' ? Uint8Array : dictionary ? Uint32Array : Float64Array;
  const isKnown = COLUMN_KINDS.includes(kind) && (dictionary !== undefined) === isCoded(kind);
  if (!isKnown || !(values instanceof array) || values.length !== rows)
    return refuse(`its column "${name}" is no ${kind} of ${rows} cells`);
  return { ...described, values } as Column;
}

function isCoded(kind: ColumnKind): boolean {
  return kind === 'category' || kind === 'text' || kind === 'identifier';
}

function refuse(why: string): never {
  throw new PerennialError('snapshot-format', `the stored table cannot be read: ${why}`, { stage: 'store' });
}
