let last: string | null = null;

/** Hands a file to the browser, which puts it where the person keeps downloads. */
export function download(file: Blob, name: string): void {
  // Only one is held: the person has long since got the one before.
  if (last !== null) URL.revokeObjectURL(last);
  last = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = last;
  link.download = name;
  link.click();
}
