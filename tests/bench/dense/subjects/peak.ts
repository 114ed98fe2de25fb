import type { KernelBuild } from '../../../../src/compute/wasm/module.ts';
import type { Subject } from '../subject.ts';

/** Sums that do not wait for each other: more than two units of four cycles have under way, and no more than there are registers. */
const SUMS = 12;
const UNROLLED = 8;
const TURNS = 20_000;
const LANES = 4;

/** What this core can do at most: a loop of multiply-adds that touches no memory, one operation each where the build has it. */
export async function openPeak(build: KernelBuild): Promise<Subject> {
  const { instance } = await WebAssembly.instantiate(loopOf(build));
  const run = instance.exports['run'] as (turns: number) => number;
  return {
    work: 2 * LANES * SUMS * UNROLLED * TURNS,
    async pass() {
      if (Number.isNaN(run(TURNS))) throw new Error('the loop of multiply-adds lost its numbers');
      return null;
    },
  };
}

/** A module that exports run(turns: i32): f32, byte by byte; each sum becomes sum * 0.999 + 0.001 over and over. */
function loopOf(build: KernelBuild): Uint8Array<ArrayBuffer> {
  const [turns, factor, summand, firstSum] = [0, 1, 2, 3];
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const splat = (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), 0xfd, 0x13];
  const add = [0xfd, 0xe4, 0x01];
  const multiply = [0xfd, 0xe6, 0x01];
  const multiplyAdd =
    build === 'relaxed'
      ? [...get(factor), ...get(summand), 0xfd, 0x85, 0x02]
      : [...get(factor), ...multiply, ...get(summand), ...add];
  const sums = Array.from({ length: SUMS }, (_, i) => firstSum + i);
  const turn = Array.from({ length: UNROLLED }, () =>
    sums.flatMap((sum) => [...get(sum), ...multiplyAdd, ...set(sum)]),
  ).flat();
  const code = [
    ...[1, SUMS + 2, 0x7b], // locals: that many v128
    ...splat(0.999),
    ...set(factor),
    ...splat(0.001),
    ...set(summand),
    ...[0x03, 0x40], // loop
    ...turn,
    ...[...get(turns), 0x41, 1, 0x6b, 0x22, turns], // turns - 1, kept
    ...[0x0d, 0, 0x0b], // again unless it is 0; end
    ...get(firstSum),
    ...sums.slice(1).flatMap((sum) => [...get(sum), ...add]),
    ...[0xfd, 0x1f, 0, 0x0b], // the first lane; end
  ];
  const section = (id: number, bytes: readonly number[]) => [id, ...length(bytes), ...bytes];
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), // (i32) -> f32
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...length(code), ...code]),
  );
}

/** How many bytes, in LEB128. */
function length(bytes: readonly number[]): number[] {
  const groups: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 0x80) return [...groups, rest];
    groups.push((rest & 0x7f) | 0x80);
  }
}
