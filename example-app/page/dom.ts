type Child = Node | string;
type Attributes = Readonly<Record<string, string>>;

/** The element with that id; throws if the page has none, because that is a programming error. */
export function find<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) {
    return found;
  }
  throw new Error(`The page has no <${type.name}> with the id "${id}".`);
}

/** Strings become text nodes, never markup, so that stored values cannot inject any. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
