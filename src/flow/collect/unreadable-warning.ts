import type { ColumnProfile } from '../../core/profile.ts';
import type { UnreadableCells } from '../../core/reader.ts';

/** The profiles with a word on each column of which some cells could not be read as the others are. */
export function withUnreadable(
  columns: readonly ColumnProfile[],
  unreadable: readonly UnreadableCells[],
): ColumnProfile[] {
  return columns.map((profile) => {
    const cells = unreadable.find(({ column }) => column === profile.name);
    if (!cells) return profile;
    const message =
      `"${profile.name}": ${cells.count.toLocaleString('en')} ${cells.count === 1 ? 'cell is' : 'cells are'} ` +
      `not like the others (first: "${cells.firstText}", line ${cells.firstLine}).`;
    return { ...profile, warnings: [...profile.warnings, { kind: 'unreadable' as const, message }] };
  });
}
