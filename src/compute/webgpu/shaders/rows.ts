/** A workgroup a row of the batch, its threads side by side along the columns. */
export const rows = /* wgsl */ `
const GROUPS_A_LINE = 32768u;
const THREADS = 64u;

fn rowOf(group: vec3u) -> u32 {
  return group.y * GROUPS_A_LINE + group.x;
}
`;
