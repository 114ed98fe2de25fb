/** An object as JSON whose values are JSON already: where numbers must be written otherwise than JSON.stringify does. */
export function objectText(fields: Readonly<Record<string, string>>): string {
  const entries = Object.entries(fields).map(([key, text]) => `${JSON.stringify(key)}:${text}`);
  return `{${entries.join(',')}}`;
}
