/** Where the inputs of a stream stand in rows of numbers: first one column a number, then one a category of each input that holds one. */
export interface InputLayout {
  /** The places of the inputs that are numbers. */
  readonly numbers: readonly number[];
  /** The inputs that are categories: their place, how many there are, and the column of the first of them. */
  readonly categories: readonly {
    readonly input: number;
    readonly count: number;
    readonly first: number;
  }[];
  readonly columns: number;
}

/** @param categories as in OnlineProblem. */
export function layoutOf(categories: readonly number[]): InputLayout {
  const numbers = [...categories.keys()].filter((input) => !categories[input]);
  let columns = numbers.length;
  const blocks: { input: number; count: number; first: number }[] = [];
  for (const [input, count] of categories.entries()) {
    if (!count) continue;
    blocks.push({ input, count, first: columns });
    columns += count;
  }
  return { numbers, categories: blocks, columns };
}

/**
 * A table in another layout, into which its own has grown: new columns and rows are 0.
 *
 * @param values (rows, columns of `from` + `extra`); the extra columns stay the last ones.
 * @returns (rows of the grown table, columns of `to` + `extra`)
 */
export function relaid(
  values: Float64Array<ArrayBuffer>,
  from: InputLayout,
  to: InputLayout,
  rows: number,
  extra = 0,
): Float64Array<ArrayBuffer> {
  const width = from.columns + extra;
  const newWidth = to.columns + extra;
  const moves = movesOf(from, to, extra);
  const grown = new Float64Array(rows * newWidth);
  for (let row = 0; row * width < values.length; row++)
    for (let column = 0; column < width; column++)
      grown[row * newWidth + moves[column]!] = values[row * width + column]!;
  return grown;
}

/** Of each column, its place in the other layout. */
export function movesOf(from: InputLayout, to: InputLayout, extra = 0): readonly number[] {
  const moves = from.numbers.map((_, column) => column);
  for (const [block, { count }] of from.categories.entries())
    for (let category = 0; category < count; category++) moves.push(to.categories[block]!.first + category);
  for (let last = 0; last < extra; last++) moves.push(to.columns + last);
  return moves;
}

/** The same of a square table, of which each row and each column is one of the layout. */
export function relaidSquare(
  values: Float64Array<ArrayBuffer>,
  from: InputLayout,
  to: InputLayout,
): Float64Array<ArrayBuffer> {
  const moves = movesOf(from, to);
  const grown = new Float64Array(to.columns * to.columns);
  for (const [i, row] of moves.entries())
    for (const [j, column] of moves.entries()) {
      // Only the lower triangle holds anything, and stays it: what stands behind may come to stand before.
      if (j <= i)
        grown[Math.max(row, column) * to.columns + Math.min(row, column)] = values[i * from.columns + j]!;
    }
  return grown;
}
