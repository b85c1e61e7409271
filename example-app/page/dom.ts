/** The element with that id; a missing one is a mistake in the page, so it fails at once. */
export function find<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no <${type.name}> with the id "${id}".`);
}

type Child = Node | string;
type Attributes = Readonly<Record<string, string>>;

/** Text becomes text nodes, never markup: what a stranger stored under a name stays a name. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
