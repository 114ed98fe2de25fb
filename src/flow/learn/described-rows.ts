import type { Json } from '../../core/json.ts';
import type { Batch, Matrix } from '../../core/matrix.ts';
import type { ErasedRows, MemoryOptions } from '../../core/memory.ts';
import type { PartState, Tensor } from '../../core/snapshot.ts';
import { KeptRows, type WeightedRows } from './kept-rows.ts';

/**
 * Rows with all that is known of them: what a model gave for each when it came, where the options ask for it, and where it came from, by which it
 * can be erased. What was saved without origins is taken up without them.
 */
export class DescribedRows extends KeptRows {
  readonly #outputs: Float32Array<ArrayBuffer>; // (capacity, outputs)
  /** The first stands for rows of which nobody said where they came from. */
  #sources: readonly string[] = [''];
  readonly #source: Uint32Array<ArrayBuffer>; // (capacity)
  readonly #row: Uint32Array<ArrayBuffer>; // (capacity)

  constructor(options: MemoryOptions) {
    const { outputs = 0 } = options;
    super(options, outputs + 2);
    this.#outputs = new Float32Array(this.capacity * outputs);
    this.#source = new Uint32Array(this.capacity);
    this.#row = new Uint32Array(this.capacity);
  }

  override write(batch: Batch, row: number, slot: number): void {
    super.write(batch, row, slot);
    const { ids, outputs } = batch;
    const { outputs: width = 0 } = this.options;
    const own = this.#outputs.subarray(slot * width, (slot + 1) * width);
    if (outputs) own.set(outputs.subarray(row * width, (row + 1) * width));
    else own.fill(NaN);
    this.#source[slot] = ids ? this.#codeOf(ids.sources[ids.source[row]!]!) : 0;
    this.#row[slot] = ids ? ids.row[row]! : 0;
  }

  override finder({ source, rows }: ErasedRows): (slot: number) => boolean {
    const code = this.#sources.indexOf(source, 1);
    return (slot) => this.#source[slot] === code && (!rows || rows.has(this.#row[slot]!));
  }

  override giveOutputs(outputsOf: (x: Matrix) => Float32Array): void {
    const { outputs: width = 0 } = this.options;
    const slots = this.used().filter((slot) => width > 0 && Number.isNaN(this.#outputs[slot * width]));
    if (slots.length === 0) return;
    const given = outputsOf(this.take(slots).x);
    slots.forEach((slot, i) => this.#outputs.set(given.subarray(i * width, (i + 1) * width), slot * width));
  }

  override take(slots: Uint32Array): WeightedRows {
    const { outputs: width = 0 } = this.options;
    const outputs = new Float32Array(slots.length * width);
    slots.forEach((slot, i) =>
      outputs.set(this.#outputs.subarray(slot * width, (slot + 1) * width), i * width),
    );
    const of = (codes: Uint32Array) => Uint32Array.from(slots, (slot) => codes[slot]!);
    return {
      ...super.take(slots),
      ...(width > 0 && { outputs }),
      ...(this.#sources.length > 1 && {
        ids: { sources: this.#sources, source: of(this.#source), row: of(this.#row) },
      }),
    };
  }

  override save(header: PartState['header']): PartState {
    const saved = super.save(header);
    const { outputs, ids } = this.take(this.used());
    const shape = [this.size];
    const described: Record<string, Tensor> = {
      ...(outputs && { outputs: { shape: [this.size, this.options.outputs!], data: outputs } }),
      ...(ids && { source: { shape, data: ids.source }, row: { shape, data: ids.row } }),
    };
    return {
      header: ids ? { ...saved.header, sources: [...ids.sources] } : saved.header,
      tensors: { ...saved.tensors, ...described },
    };
  }

  override load(saved: PartState, isRight = true): void {
    const { y, outputs, source, row } = saved.tensors;
    const size = y?.data.length ?? 0;
    const sources = namesIn(saved.header['sources']);
    const areNamed =
      sources.length === 1 ||
      (source?.data.length === size &&
        row?.data.length === size &&
        source.data.every((code) => code < sources.length));
    const areGiven = (outputs?.data.length ?? 0) === size * (this.options.outputs ?? 0);
    super.load(saved, isRight && areNamed && areGiven);
    this.#outputs.set(outputs?.data ?? []);
    if (sources.length === 1) return;
    this.#sources = sources;
    this.#source.set(source!.data);
    this.#row.set(row!.data);
  }

  #codeOf(source: string): number {
    const known = this.#sources.indexOf(source);
    if (known >= 0) return known;
    this.#sources = [...this.#sources, source];
    return this.#sources.length - 1;
  }
}

/** None but the nameless one, where nobody said where rows came from. */
function namesIn(value: Json | undefined): readonly string[] {
  const names = Array.isArray(value) ? value.map(String) : [];
  return names.length > 0 ? names : [''];
}
