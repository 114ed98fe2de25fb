/**
 * The bins of rows of numbers: how many of their feature's bounds they are above.
 *
 * @param bounds of each feature 256, behind the last infinity
 * @param missing the code of what is missing, of each feature
 */
export function encode(x: usize, rows: i32, width: i32, bounds: usize, missing: usize, out: usize): void {
  for (let row = 0; row < rows; row++) {
    let table = bounds;
    for (let feature: usize = 0; feature < <usize>width; feature++) {
      const value = load<f32>(x);
      let at = table;
      for (let half: usize = 512; half >= 4; half >>= 1) {
        const isAbove = <usize>(load<f32>(at + half - 4) < value);
        at += half & (0 - isAbove);
      }
      const code = value == value ? <i32>((at - table) >> 2) : <i32>load<u8>(missing + feature);
      store<u8>(out, <u8>code);
      out++;
      x += 4;
      table += 1024;
    }
  }
}
