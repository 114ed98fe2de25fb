import { ROW } from './lanes';
import {
  batchStride,
  batchXDelta,
  embedded,
  embeddedRow,
  embeddings,
  gradient,
  inputs,
  order,
  parameters,
  x,
} from './layout';

/** A row of the data as the first layer sees it; where it lies until the next one is asked for. */
export function embed(row: u32): usize {
  let from = x + <usize>row * <usize>inputs * 4;
  let to = embeddedRow;
  let input = 0;
  for (let i = 0; i < embeddings.length; i++) {
    const embedding = unchecked(embeddings[i]);
    for (; input < embedding.input; input++) {
      store<f32>(to, load<f32>(from));
      from += 4;
      to += 4;
    }
    const own = embedding.table + <i32>load<f32>(from) * embedding.width;
    memory.copy(to, parameters + ((<usize>own) << 2), (<usize>embedding.width) << 2);
    from += 4;
    to += (<usize>embedding.width) << 2;
    input++;
  }
  memory.copy(to, from, (<usize>(inputs - input)) << 2);
  return embeddedRow;
}

/** Leaves the gradient by the embeddings, from that by what the first layer saw of `rows` of the order from `start` on. */
export function embeddingGradient(start: i32, rows: i32): void {
  memory.fill(gradient, 0, (<usize>embedded) << 2);
  for (let row = 0; row < rows; row++) {
    const source = x + <usize>load<u32>(order + ((<usize>(start + row)) << 2)) * <usize>inputs * 4;
    for (let i = 0; i < embeddings.length; i++) {
      const embedding = unchecked(embeddings[i]);
      const category = <i32>load<f32>(source + ((<usize>embedding.input) << 2));
      let to = gradient + ((<usize>(embedding.table + category * embedding.width)) << 2);
      for (let k = embedding.place; k < embedding.place + embedding.width; k++) {
        const panel = batchXDelta + <usize>(k >> 3) * batchStride;
        store<f32>(to, load<f32>(to) + load<f32>(panel + <usize>row * ROW + ((<usize>(k & 7)) << 2)));
        to += 4;
      }
    }
  }
}
