/** What every system takes as a file's name. */
export function fileNameOf(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 80);
  return plain.replace(/^\.+|\.+$/gu, '') || 'project';
}
