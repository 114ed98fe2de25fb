/**
 * A second thread that claims a part of the first work that it meets, tells so, and dies over it.
 *
 * The place of claims in the record: src/compute/wasm/kernels/shared-work.ts.
 */
const script = `onmessage = ({ data: { memory, record } }) => {
  const claim = new BigUint64Array(memory.buffer, record, 1);
  for (;;) {
    const seen = Atomics.load(claim, 0);
    if ((seen & 0xffffffffn) === 0n) continue;
    if (Atomics.compareExchange(claim, 0, seen, seen - 1n) !== seen) continue;
    postMessage('claimed');
    return close();
  }
};`;

let deaths = 0;

export function startDyingHelper(): Worker {
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  worker.onmessage = () => deaths++;
  return worker;
}

/** How many have died over a part so far. */
export function deathsSoFar(): number {
  return deaths;
}
