type Child = Node | string | null;

/** `part` as the text of the attribute. */
type Properties<E> = Partial<Omit<E, 'part'>> & { readonly part?: string };

/** An element with properties and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties<HTMLElementTagNameMap[K]> | null = null,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const { part, ...rest } = properties ?? { part: undefined };
  const element = Object.assign(document.createElement(tag), rest);
  if (part) element.setAttribute('part', part);
  element.append(...children.filter((child) => child !== null));
  return element;
}
