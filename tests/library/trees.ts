/** Rows whose kind follows from two of their numbers; the other way round where they are turned. */
export function trees(from: number, to: number, { isTurned = false } = {}) {
  return Array.from({ length: to - from }, (_, index) => {
    const place = from + index;
    const [height, girth] = [(place * 7) % 101, (place * 13) % 97];
    const isOak = height + girth > 98 !== isTurned;
    return {
      height,
      girth,
      planted: new Date(Date.UTC(2000, place % 12, 1 + (place % 5))),
      kind: isOak ? 'oak' : 'birch',
    };
  });
}
